from django.urls import path

from etkinlikler.views import parks, parkuse

urlpatterns = [
    path("parklar/", parks.park_list, name="park_list"),
    path("parklar/<slug:slug>/", parks.park_detail, name="park_detail"),
    path("parklar/<slug:slug>/basvuru/", parkuse.park_use_write, name="park_use_write"),
    path("park-basvurularim/", parkuse.my_park_uses, name="my_park_uses"),
    path("park-basvurularim/<int:pk>/", parkuse.park_use_detail, name="park_use_detail"),
    path("park-basvurularim/<int:pk>/form/", parkuse.park_use_edit, name="park_use_edit"),
    path("park-basvurularim/<int:pk>/gonderim/", parkuse.park_use_review, name="park_use_review"),
    path("park-basvurularim/<int:pk>/alindi/", parkuse.park_use_received, name="park_use_received"),
    path("park-basvurularim/<int:pk>/yanit/", parkuse.park_use_answer, name="park_use_answer"),
    path("park-basvurularim/<int:pk>/iptal/", parkuse.park_use_cancel, name="park_use_cancel"),
    path("park-basvurularim/<int:pk>/silme/", parkuse.park_use_delete, name="park_use_delete"),
    path("park-basvurularim/<int:pk>/bildirim/", parkuse.park_use_report, name="park_use_report"),
    path("park-basvurularim/<int:pk>/izin.pdf", parkuse.park_use_permit, name="park_use_permit"),
]
