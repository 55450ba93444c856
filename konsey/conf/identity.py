"""Verification: how long it holds, how guessing is slowed down, what a register file may look like."""

from konsey.environment import Environment

_env = Environment()

# A person's proof lasts two years; a month before its end a letter asks to renew it.
IDENTITY_VALID_MONTHS = _env.integer("IDENTITY_VALID_MONTHS", 24)
IDENTITY_WARN_DAYS = 30
# Whoever is no longer in the register keeps the verification for this long, to have a mistake put right.
IDENTITY_DEPARTED_DAYS = 30

# After each wrong attempt the wait doubles: 1, 2, 4, … minutes, at most a day. A network is shared by a household, a
# hall or a mobile operator's customers, so its wait starts later.
IDENTITY_LOCK_MOST_MINUTES = 24 * 60
IDENTITY_NETWORK_FREE_FAILURES = _env.integer("IDENTITY_NETWORK_FREE_FAILURES", 20)
IDENTITY_FORGET_FAILURES_HOURS = 48

# A file beyond these limits is refused unless the clerk says otherwise: half a register would lock people out.
REGISTER_BAD_LINES_PERCENT = 1
REGISTER_SHRINK_PERCENT = 20
REGISTER_FILE_MOST_BYTES = 600 * 1024 * 1024
REGISTER_ATTEMPTS = 3

# What the municipality's sign-in calls the facts that verify a person (see docs/isletme.md).
OIDC_CLAIM_NUMBER = _env.text("OIDC_CLAIM_NUMBER", "tc_kimlik_no")
OIDC_CLAIM_BIRTH_DATE = _env.text("OIDC_CLAIM_BIRTH_DATE", "birthdate")
OIDC_CLAIM_DISTRICT = _env.text("OIDC_CLAIM_DISTRICT", "ilce")
OIDC_CLAIM_NEIGHBOURHOOD = _env.text("OIDC_CLAIM_NEIGHBOURHOOD", "mahalle")
