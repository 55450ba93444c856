import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Box',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='Oylama')),
                ('opens_at', models.DateTimeField(verbose_name='Açılış')),
                ('closes_at', models.DateTimeField(verbose_name='Kapanış')),
                ('roll_nonce', models.BinaryField(max_length=32, null=True, verbose_name='Kütük anahtarı')),
                ('frozen_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Kuralların donması')),
                ('sealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Mühürleme')),
                ('results_published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Sonuç yayımı')),
                ('key_destroyed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Kütük anahtarının yok edilmesi')),
                ('batch_minimum', models.PositiveSmallIntegerField(default=20, verbose_name='Karıştırma kümesi')),
                ('publish_minimum', models.PositiveSmallIntegerField(default=30, verbose_name='Pusula yayımlama eşiği')),
            ],
            options={
                'verbose_name': 'Sandık',
                'verbose_name_plural': 'Sandıklar',
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='sandik_box_closes_after_opening'), models.CheckConstraint(condition=models.Q(('sealed_at__isnull', True), ('frozen_at__isnull', False), _connector='OR'), name='sandik_box_sealed_after_frozen'), models.CheckConstraint(condition=models.Q(('results_published_at__isnull', True), ('sealed_at__isnull', False), _connector='OR'), name='sandik_box_published_after_sealed'), models.CheckConstraint(condition=models.Q(('key_destroyed_at__isnull', True), models.Q(('roll_nonce__isnull', True), ('sealed_at__isnull', False)), _connector='OR'), name='sandik_box_key_destroyed_for_good')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='Pusula')),
                ('kind', models.CharField(choices=[('approval', 'Onay: en çok belirli sayıda seçim'), ('knapsack', 'Bütçe sepeti: toplam bedel pay içinde'), ('points', 'Puan dağıtma'), ('ranking', 'Sıralama')], max_length=10, verbose_name='Pusula türü')),
                ('max_choices', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='En çok seçim')),
                ('weight_limit', models.BigIntegerField(blank=True, null=True, verbose_name='Toplam bedel sınırı')),
                ('points_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='Toplam puan')),
                ('points_per_choice', models.PositiveIntegerField(blank=True, null=True, verbose_name='Seçim başına en çok puan')),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='sandik.box', verbose_name='Sandık')),
            ],
            options={
                'verbose_name': 'Oy pusulası',
                'verbose_name_plural': 'Oy pusulaları',
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['approval', 'ranking']), ('max_choices__gte', 1)), models.Q(('kind', 'knapsack'), ('weight_limit__gte', 1)), models.Q(('kind', 'points'), ('points_per_choice__gte', 1), ('points_total__gte', 1)), _connector='OR'), name='sandik_paper_limits_fit_kind')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Numara')),
                ('label', models.CharField(max_length=200, verbose_name='Seçenek')),
                ('weight', models.BigIntegerField(default=0, verbose_name='Bedel (kuruş)')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='Oylamadan çekilme')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='sandik.paper', verbose_name='Pusula')),
            ],
            options={
                'verbose_name': 'Seçenek',
                'verbose_name_plural': 'Seçenekler',
                'ordering': ['number'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('paper', 'number'), name='sandik_option_number_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='sandik_option_weight_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handle', models.BinaryField(help_text='Tarayıcıdaki anahtarın özeti', max_length=32, unique=True)),
                ('sealed_choices', models.BinaryField()),
                ('saved_at', models.DateTimeField()),
                ('reminded', models.PositiveSmallIntegerField(default=0, help_text='Gönderilen son hatırlatmanın sırası')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ballot_drafts', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='sandik.paper')),
            ],
            options={
                'verbose_name': 'Taslak pusula',
                'verbose_name_plural': 'Taslak pusulalar',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('paper', 'user'), name='sandik_draft_one_per_person')],
            },
        ),
        migrations.CreateModel(
            name='BoxBallot',
            fields=[
                ('receipt', models.BinaryField(max_length=32, primary_key=True, serialize=False, verbose_name='Alındı özeti')),
                ('channel', models.CharField(choices=[('online', 'İnternet'), ('desk', 'Sandık masası')], max_length=10)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sandik.paper')),
            ],
            options={
                'verbose_name': 'Sandıktaki pusula',
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PendingBallot',
            fields=[
                ('receipt', models.BinaryField(max_length=32, primary_key=True, serialize=False, verbose_name='Alındı özeti')),
                ('channel', models.CharField(choices=[('online', 'İnternet'), ('desk', 'Sandık masası')], max_length=10)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                ('paper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sandik.paper')),
            ],
            options={
                'verbose_name': 'Bekleyen pusula',
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('receipt', models.BinaryField(max_length=32, primary_key=True, serialize=False, verbose_name='Alındı özeti')),
                ('channel', models.CharField(choices=[('online', 'İnternet'), ('desk', 'Sandık masası')], max_length=10)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                ('number', models.PositiveIntegerField(verbose_name='Yayın numarası')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sandik.paper')),
            ],
            options={
                'verbose_name': 'Mühürlü pusula',
                'abstract': False,
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('paper', 'number'), name='sandik_sealedballot_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Sandık masası')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='Adres')),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='sandik.box')),
            ],
            options={
                'verbose_name': 'Sandık masası',
                'verbose_name_plural': 'Sandık masaları',
                'permissions': [('work_at_desk', 'Sandık masasında görev yapabilir')],
                'constraints': [models.UniqueConstraint(fields=('box', 'name'), name='sandik_station_name_once')],
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('paper_id', 'voter', blank=True, editable=False, primary_key=True, serialize=False)),
                ('voter', models.BinaryField(max_length=32, verbose_name='Seçmen özeti')),
                ('area', models.CharField(help_text='Katılımın sayıldığı yer: ilçe/mahalle', max_length=120, verbose_name='Bölge')),
                ('channel', models.CharField(choices=[('online', 'İnternet'), ('desk', 'Sandık masası')], max_length=10, verbose_name='Kanal')),
                ('day', models.DateField(verbose_name='Gün')),
                ('paper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='sandik.paper', verbose_name='Pusula')),
                ('station', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sandik.station')),
            ],
            options={
                'verbose_name': 'Kütük kaydı',
                'verbose_name_plural': 'Kütük',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['online', 'desk'])), name='sandik_rollentry_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='PaperBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveIntegerField(verbose_name='Pusula sıra numarası')),
                ('state', models.CharField(choices=[('entered', 'Girildi, ikinci kişi bekleniyor'), ('disputed', 'Uyuşmadı, üçüncü kişi bekleniyor'), ('confirmed', 'Onaylandı'), ('invalid', 'Geçersiz')], default='entered', max_length=10, verbose_name='Durum')),
                ('first_reading', models.JSONField(null=True)),
                ('second_reading', models.JSONField(null=True)),
                ('invalidity', models.CharField(blank=True, choices=[('blank', 'Boş'), ('unreadable', 'Okunamıyor'), ('over_limit', 'Sınır aşılmış'), ('marked', 'Kimliği belli eden işaret var'), ('torn', 'Yırtık ya da eksik'), ('not_returned', 'Verildi, sandığa atılmadı')], max_length=12, verbose_name='Geçersizlik nedeni')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_ballots', to='sandik.paper')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_ballots', to='sandik.station')),
            ],
            options={
                'verbose_name': 'Kâğıt pusula',
                'verbose_name_plural': 'Kâğıt pusulalar',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('station', 'paper', 'serial'), name='sandik_paperballot_serial_once'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'disputed', 'confirmed', 'invalid'])), name='sandik_paperballot_state_known'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='sandik_paperballot_two_people'), models.CheckConstraint(condition=models.Q(('settled_by__isnull', True), models.Q(models.Q(('settled_by', models.F('entered_by')), _negated=True), models.Q(('settled_by', models.F('confirmed_by')), _negated=True)), _connector='OR'), name='sandik_paperballot_third_person'), models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'disputed']), models.Q(('first_reading__isnull', True), ('second_reading__isnull', True)), _connector='OR'), name='sandik_paperballot_settled_says_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'invalid'), models.Q(('invalidity', ''), _negated=True)), models.Q(models.Q(('state', 'invalid'), _negated=True), ('invalidity', '')), _connector='OR'), name='sandik_paperballot_invalid_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='TurnoutHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='Saat')),
                ('voters', models.PositiveIntegerField(verbose_name='Oy kullanan')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turnout', to='sandik.paper')),
            ],
            options={
                'verbose_name': 'Saatlik katılım',
                'verbose_name_plural': 'Saatlik katılım',
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('paper', 'hour'), name='sandik_turnouthour_once')],
            },
        ),
    ]
