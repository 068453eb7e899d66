"""Makes an empty Samba domain in the folder TARGET: called by samba-dc.sh with Debian's own Python.

The library and not `samba-tool domain provision`, because the tool also writes NT permissions on the file shares,
which a container may not do (CAP_SYS_ADMIN). There are no file shares here.
"""

import logging
import os

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision

settings = LoadParm()
# An empty configuration: /etc/samba stays out of it, and untouched.
settings.load("/dev/null")
provision(
    logging.getLogger("provision"),
    system_session(),
    lp=settings,
    smbconf="/dev/null",
    targetdir=os.environ["TARGET"],
    realm="CORP.EXAMPLE.TEST",
    domain="CORP",
    hostname="dc1",
    hostip="127.0.0.1",
    serverrole="active directory domain controller",
    dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
    dns_backend="NONE",
    adminpass="Administrator-1!",
    skip_sysvolacl=True,
    batch_mode=True,
)
