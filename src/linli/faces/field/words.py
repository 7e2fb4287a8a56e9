"""What the field app says. The catalogues hold it; the shell brings it along in both languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from linli.forms.validation import SENTENCES

FRAME = {
    "linli": _("Linli"),
    "at_the_door": _("At the door"),
    "back": _("Back"),
    "large_type": _("Large type"),
    "standard_type": _("Standard type"),
    "loading": _("Taking your rounds along …"),
    "optional": _("optional"),
    "next": _("Next"),
    "nothing_found": _("Nothing found. Try a shorter word."),
    "nothing_here": _("There is nothing here"),
    "nothing_here_more": _("This door or round is not yours any more, or it has ended."),
    "remove": _("Take out"),
    "really_remove": _("Tap again: take out"),
    "try_again": _("Try again"),
    "tap_again": _("Tap again: %(word)s"),
}
LINE = {
    "no_connection": _("No connection; kept on this phone"),
    "to_be_sent": _("%(count)s to be sent"),
    "sending": _("Sending, %(count)s to go"),
    "refused_count": _("%(count)s not taken in: see why"),
    "others_wait": _("%(count)s of somebody else wait here until they sign in"),
    "some_wait": _("%(count)s answers wait on this phone, locked, until who gave them signs in."),
    "storage_full": _(
        "This phone's storage is full. Nothing is lost while this page stays open: find signal, "
        "send, then make room."
    ),
    "house_stumbled": _("The house could not take this in just now. It is kept, and tried again."),
    "storage_none": _(
        "This browser keeps nothing (a private window?). Nothing is lost while this page stays "
        "open: find signal and send, then open it in an ordinary window."
    ),
    "stumbled": _("Something went wrong in this page. What was kept is not lost."),
    "open_again": _("Open again"),
    "not_secure": _(
        "A phone can keep answers only over a secure address (https). Ask for the https address "
        "of this house."
    ),
}
SIGNING = {
    "sign_in": _("Sign in"),
    "sign_in_first": _(
        "Sign in with signal once, and your rounds are on this phone. Answers that wait here are "
        "sent after that."
    ),
    "nothing_taken_along": _(
        "There is no connection, and no round is on this phone yet. Open this page once with "
        "signal before you walk."
    ),
    "clock_says_over": _(
        "By this phone's clock (%(now)s) the log-in is over, so what it knows is locked. Is the "
        "time wrong? Set it right in the phone's settings and open this page again. Nothing is "
        "lost."
    ),
    "sign_out": _("Sign out"),
    "sign_out_explained": _("What this phone knows of households is destroyed."),
    "sign_out_all_the_same": _("Sign out all the same"),
    "stay": _("Stay signed in"),
    "unsent_stay": _(
        "%(count)s answers are not sent yet. They stay on this phone, locked, and are sent when "
        "you sign in here again."
    ),
}
ROUNDS = {
    "my_rounds": _("My rounds"),
    "no_round": _("No round is given to you at present. Who plans one can add you to it."),
    "whoever_comes": _("ask whoever comes by"),
    "doors_left": _("%(open)s of %(all)s doors to visit"),
    "until": _("until %(day)s"),
    "all_visited": _("All visited"),
    "open_round": pgettext_lazy("round", "Open"),
    "what_to_say": _("What to say at the door"),
    "which_doors": _("Which doors"),
    "still_to_visit": _("To visit %(count)s"),
    "all_doors": pgettext_lazy("doors", "All %(count)s"),
    "floor": _("Floor %(floor)s"),
    "due": _("due %(day)s"),
    "nobody_on_floor": _("Nobody home on this floor"),
    "really_nobody": _("Tap again: nobody home behind %(count)s doors"),
    "kept_here": _("on this phone"),
    "new_voice": _("Gather a voice"),
}
DOOR = {
    "state_to_visit": pgettext_lazy("door", "to be visited"),
    "state_met": pgettext_lazy("door", "met"),
    "state_phone": pgettext_lazy("door", "by phone"),
    "state_absent": pgettext_lazy("door", "nobody home"),
    "state_refused": pgettext_lazy("door", "refused"),
    "state_moved": pgettext_lazy("door", "moved away"),
    "state_vacant": pgettext_lazy("door", "vacant"),
    "outcome_met": pgettext_lazy("outcome", "Somebody is home"),
    "outcome_phone": pgettext_lazy("outcome", "By phone"),
    "outcome_absent": pgettext_lazy("outcome", "Nobody home"),
    "outcome_refused": pgettext_lazy("outcome", "Refused"),
    "outcome_moved": pgettext_lazy("outcome", "Moved away"),
    "outcome_vacant": pgettext_lazy("outcome", "Vacant"),
    "try_morning": _("Nobody home last time: try in the morning."),
    "try_afternoon": _("Nobody home last time: try in the afternoon."),
    "try_evening": _("Nobody home last time: try in the evening."),
    "try_weekend": _("Nobody home last time: try at the weekend."),
    "visit_begun": _("A visit to this door is begun."),
    "go_on": _("Go on with it"),
    "what_we_know": _("What we know"),
    "note_for_next": _("Note for who comes next"),
    "kept_title": _("Kept"),
    "kept_words": _("Kept on this phone. It is sent by itself as soon as there is signal."),
    "next_door": _("Next door: %(door)s"),
    "to_my_doors": _("All my doors"),
}
VISIT = {
    "still_so": _("Still so?"),
    "all_still_so": _("Yes, all still so"),
    "rest_still_so": _("The rest is still so"),
    "changed": pgettext_lazy("fact", "Changed"),
    "next_or_skip": _("Next, or skip"),
    "skip": pgettext_lazy("question", "Skip"),
    "review": _("All right so?"),
    "change": _("change"),
    "keep": pgettext_lazy("visit", "Keep"),
    "throw_away": _("Throw this visit away"),
    "really_throw_away": _("Tap again: throw it away, nothing of it is kept"),
    "open_elsewhere": _(
        "This visit is open in another tab of this phone. Go on there, or close that tab first."
    ),
    "take_photo": _("Take a photo"),
    "photo": _("Photo"),
    "photo_unreadable": _(
        "This phone cannot read %(name)s (HEIC?), so it was not added. In the camera's settings "
        "choose JPEG or “most compatible”, then take it again."
    ),
    "photos_count": _("%(count)s photos"),
    "sign_here": _("Sign here"),
    "scan_code": _("Scan a code"),
    "voice_record": _("Record a voice, a minute at most"),
    "voice_stop": _("Stop"),
    "voice_again": _("Record again"),
    "voice_listen": _("Listen"),
    "voice_no_microphone": _("The microphone is not open to this page. Allow it, and tap again."),
    "voice_kept": _("A recording"),
    "point_plan": _("Plan of the estate: tap the place"),
    "point_here": _("Where this phone is now"),
    "point_waiting": _("Looking for the place …"),
    "point_unknown": _("The phone does not say where it is. Tap the plan, or go on without."),
    "point_kept": _("A point is kept"),
    "sign_again": _("Sign again"),
    "signed": _("signed"),
    "find_place": _("Find a place"),
    "add_one": _("Add one"),
    "entries_count": _("%(count)s entries"),
    "nothing_yet": _("Nothing answered yet"),
    "what_came_of_it": _("What came of it"),
}
FAULTS = {f"fault_{name}": sentence for name, sentence in SENTENCES.items()}
WAITING = {
    "sent_and_waiting": _("Sent and waiting"),
    "sent_tab": pgettext_lazy("tab", "Sent"),
    "waiting_tab": pgettext_lazy("tab", "Waiting %(count)s"),
    "begun": _("Begun, not kept yet"),
    "begun_tag": pgettext_lazy("visit", "begun"),
    "not_taken": _("Not taken in"),
    "refused_tag": pgettext_lazy("answer", "not taken"),
    "waiting_tag": pgettext_lazy("answer", "waiting"),
    "photos_left": pgettext_lazy("answer", "photos on their way"),
    "picture_waiting": pgettext_lazy("picture", "waiting"),
    "picture_sent": pgettext_lazy("picture", "sent, not counted yet"),
    "picture_held": pgettext_lazy("picture", "arrived"),
    "picture_gone": pgettext_lazy("picture", "lost on this phone"),
    "picture_unreadable": pgettext_lazy("picture", "cannot be read"),
    "picture_refused": pgettext_lazy("picture", "not taken"),
    "pictures_refused": _(
        "%(count)s pictures cannot be taken in. All else has arrived, and it says so there."
    ),
    "pictures_lost": _(
        "%(count)s pictures were lost on this phone (its storage was cleared?). All else has "
        "arrived, and it says so there. Please take them again if you can."
    ),
    "correct": _("Correct it"),
    "finish_other_first": _(
        "Another visit to this door is begun. Finish it or throw it away, then correct this one."
    ),
    "send_now": _("Send now"),
    "all_sent": _("All is sent."),
    "sent_from_here": _(
        "All that was answered in this page is sent. Whether more waits on this phone cannot be "
        "read just now."
    ),
    "what_visit": pgettext_lazy("answer", "visit"),
    "what_matter": pgettext_lazy("answer", "matter"),
    "what_key": pgettext_lazy("answer", "household key"),
    "in_dispute": _(
        "Somebody else changed the same since you left: %(facts)s. Both are kept, and a person "
        "settles which holds."
    ),
    "came_late": _("The round had ended meanwhile. Your visit is kept, marked as late."),
    "matter_filed": _("Filed as %(number)s. Its follow code: %(code)s"),
    "seen": _("Seen"),
    "save_copy": _("Save a copy"),
    "delete": _("Delete"),
    "delete_explained": _(
        "What is deleted here is gone, pictures too. Save a copy first: the office can type it in."
    ),
    "really_delete": _("Tap again: delete it for good"),
}
BESIDE = {
    "raise_matter": _("Raise a matter for somebody"),
    "danger_call_first": _("Is somebody in danger? Call first:"),
    "throw_away_matter": _("Throw this away"),
    "what_is_it": _("What is it about?"),
    "say_what": _("Please write what it is about."),
    "kind": _("Kind"),
    "not_sure": _("Not sure: the office sorts it"),
    "where": pgettext_lazy("matter", "Where"),
    "at_entrance": _("the entrance"),
    "at_building": _("the building"),
    "reporter_name": _("Name of who raises it"),
    "reporter_phone": _("Phone of who raises it"),
    "phone_help": _("For the answer, and to ask back."),
    "who_answers": pgettext_lazy("tab", "Who answers"),
    "find_who": _("Find a person or a kind of matter"),
    "kinds": _("Kinds of matters"),
    "people": pgettext_lazy("who answers", "People"),
    "the_office": _("the community's office"),
    "call_first": _("Danger to life: call %(number)s first."),
    "hand_over_key": _("Hand over the household key"),
    "key_explained": _(
        "Give the slip to somebody of the household, then scan it or type its code: from then on "
        "the household can act by itself."
    ),
    "slip_code": _("Code on the slip"),
    "code_help": _("Ten letters and digits, as printed under the QR code."),
    "code_has_letters": _("The code has %(count)s letters and digits. Please compare it."),
    "key_handed_over": _("Handed over"),
    "scan_slip": _("Scan the slip"),
    "no_camera": _("The camera cannot be used. Please type the code."),
}
WORDS = {**FRAME, **LINE, **SIGNING, **ROUNDS, **DOOR, **VISIT, **FAULTS, **WAITING, **BESIDE}
SHORT = {"zh-hans": "zh", "en": "en"}


def in_every_language() -> dict[str, dict[str, str]]:
    """Return language → code → word."""
    by_language = {}
    for language, short in SHORT.items():
        with override(language):
            by_language[short] = {code: str(word) for code, word in WORDS.items()}
    return by_language
