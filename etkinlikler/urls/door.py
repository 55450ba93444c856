from django.urls import URLPattern, path

from etkinlikler.views import door, doorphone

urlpatterns: list[URLPattern] = [
    path("bilet/<str:token>/giris/", door.ticket_let_in, name="ticket_let_in"),
    path("kapi/", door.my_doors, name="my_doors"),
    path("kapi/<slug:slug>/", door.door, name="door"),
    path("kapi/<slug:slug>/giris/<int:pk>/", door.door_let_in, name="door_let_in"),
    path("kapi/<slug:slug>/sonuc/<int:pk>/", door.door_entry, name="door_entry"),
    path("kapi/<slug:slug>/geri-al/<int:pk>/", door.door_undo, name="door_undo"),
    path("kapi/<slug:slug>/kapida-kayit/", door.door_walk_in, name="door_walk_in"),
    path("kapi/<slug:slug>/gelmeyenler/", door.door_absent, name="door_absent"),
    path("kapi/<slug:slug>/yerleri-acin/", door.door_release, name="door_release"),
    path("kapi/<slug:slug>/telefon/", doorphone.door_shell, name="door_shell"),
    path("kapi/<slug:slug>/liste/", doorphone.door_list, name="door_list"),
    path("kapi/<slug:slug>/gonder/", doorphone.door_send, name="door_send"),
    path("kapi/<slug:slug>/kapi.js", doorphone.door_worker, name="door_worker"),
]
