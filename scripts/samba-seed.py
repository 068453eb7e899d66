"""Puts the demo's people into a fresh Samba domain, offline: called by samba-dc.sh with Debian's own Python.

Dates are chosen so that a snapshot does not age: nobody's password expires by waiting, nobody gets unlocked by waiting.
"""

import os
import time

import ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

PASSWORD = "Directory-1!"
MINUTE, DAY = 60, 86400
NORMAL, DISABLED, PASSWORD_NEVER_EXPIRES = 0x200, 0x202, 0x10200
BASE = os.environ["BASE"]
PEOPLE, SERVICE = "OU=People," + BASE, "OU=Service," + BASE

settings = LoadParm()
settings.load(os.environ["CONF"])
directory = SamDB(url=os.environ["SAM"], session_info=system_session(), lp=settings, options=["nosync:1"])


def moment(seconds):
    """A Unix time as Active Directory's: 100 ns since 1601."""
    return str(int((seconds + 11644473600) * 10_000_000))


def span(seconds):
    """A duration as Active Directory keeps it: negative, in 100 ns."""
    return str(-int(seconds) * 10_000_000)


def change(dn, controls=(), **attributes):
    message = ldb.Message()
    message.dn = ldb.Dn(directory, dn)
    for name, value in attributes.items():
        message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    directory.modify(message, controls=list(controls))


def add(name, parent=PEOPLE, password=PASSWORD, control=NORMAL, **attributes):
    dn = "CN=%s,%s" % (name, parent)
    directory.add(
        {
            "dn": dn,
            "objectClass": "user",
            "sAMAccountName": name,
            "userPrincipalName": name + "@corp.example.test",
            "displayName": name.capitalize(),
            "userAccountControl": str(control),
            "unicodePwd": ('"%s"' % password).encode("utf-16-le"),
            **attributes,
        }
    )
    return dn


def person(name, **attributes):
    return add(name, givenName=name.capitalize(), mail=name + "@corp.example.test", **attributes)


now = time.time()
directory.transaction_start()
for unit in (PEOPLE, SERVICE):
    directory.add({"dn": unit, "objectClass": "organizationalUnit"})
change(
    BASE,
    lockoutThreshold="10",
    lockoutDuration=span(30 * MINUTE),
    lockOutObservationWindow=span(30 * MINUTE),
    minPwdAge="0",
    maxPwdAge=span(3650 * DAY),
    minPwdLength="8",
    pwdHistoryLength="3",
)
person("ana")
person("ben")
person("dee", control=DISABLED)
person("xan", accountExpires=moment(now - DAY))
person("max", pwdLastSet="0")
pia = person("pia")
# Only 0 and -1 may be written there, except with Samba's internal control for this.
change(pia, ["local_oid:1.3.6.1.4.1.7165.4.3.12:0"], pwdLastSet=moment(now - 2 * 3650 * DAY))
lou = person("lou")
add("svc-muster", parent=SERVICE, password=os.environ["SERVICE_PASSWORD"], control=PASSWORD_NEVER_EXPIRES)
directory.transaction_commit()

# Locked years ahead, so that the thirty minutes never pass.
change(lou, ["relax:0"], lockoutTime=moment(now + 3650 * DAY), badPwdCount="10")
