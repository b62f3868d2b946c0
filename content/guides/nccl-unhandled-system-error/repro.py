# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "torch==2.11.0",
# ]
# ///
"""Raises NCCL's `unhandled system error` in several ways, and runs each fix.

    python tools/repro/run.py content/guides/nccl-unhandled-system-error/repro.py --out OUT

The scenario's process is one rank; it starts this file once more as the other. Scenarios of two
ranks need two GPUs of one host. Scenarios whose names end in -cpu ask NCCL for a communicator's
address, the first thing that rank 0 does, which works without a GPU. Scenarios with a /dev/shm of
their own need root.
"""

import contextlib
import ctypes
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from repro.scenario import check, measure, scenario

SHM = Path("/dev/shm")
NO_SHM = (
    "DistBackendError: NCCL error in: {place}, unhandled system error (run with NCCL_DEBUG=INFO "
    "for details), NCCL version {version}ncclSystemError: System call (e.g. socket, malloc) or "
    "external library call failed or device error. {last}/dev/shm/nccl-{name}"
)
SYSTEM = (
    "DistBackendError: NCCL error in: {place}, unhandled system error (run with NCCL_DEBUG=INFO "
    "for details), NCCL version {version}ncclSystemError: System call (e.g. socket, malloc) or "
    "external library call failed or device error. "
)
REMOTE = (
    "DistBackendError: NCCL error in: {place}, remote process exited or there was a network "
    "error, NCCL version {version}ncclRemoteError: "
)
NUMBERED = (
    "RuntimeError: NCCL Error 2: unhandled system error (run with NCCL_DEBUG=INFO for details)"
)
# Shared memory in /dev/shm as before NCCL 2.24, or where the container forbids the newer way.
THROUGH_SHM = {"NCCL_P2P_DISABLE": "1", "NCCL_CUMEM_HOST_ENABLE": "0"}
NEWNS, NEWUSER, NEWNET = 0x00020000, 0x10000000, 0x40000000
WORKERS = {}


def worker(function):
    """Register what the ranks run."""
    WORKERS[function.__name__] = function
    return function


def two_ranks(name, here=0, first_to_end=False, **variables):
    """Run a worker as one rank here and as the other in a second process."""
    stop_in_time()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.setdefault("NCCL_NVLS_ENABLE", "0")
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), WORLD_SIZE="2")
    os.environ.update(NCCL_DEBUG="INFO", NCCL_DEBUG_FILE=os.path.abspath("nccl.%p.log"))
    os.environ.update(RANK=str(here), LOCAL_RANK=str(here), LINGER="" if first_to_end else "6")
    os.environ.update(variables)
    there = {"RANK": str(1 - here), "LOCAL_RANK": str(1 - here)}
    other = subprocess.Popen([sys.executable, "-P", __file__, name], env={**os.environ, **there})
    try:
        WORKERS[name]()
    finally:
        print_nccl_logs()
    check("the other rank ended well", other.wait(20) == 0)


def main(name):
    """The other rank: after an error it stays a while, so that each rank reports its own."""
    try:
        WORKERS[name]()
    except Exception:
        time.sleep(float(os.environ["LINGER"] or 0))
        raise


def stop_in_time():
    """End this process with what NCCL said so far, before it costs the machine's time."""

    def stop():
        print("still not done after 35 s", flush=True)
        print_nccl_logs()
        os._exit(99)

    timer = threading.Timer(35, stop)
    timer.daemon = True
    timer.start()
    signal.alarm(39)


def print_nccl_logs():
    """The warnings, and the lines that say which way was taken, without host and process."""
    for path in sorted(Path().glob("nccl.*.log")):
        text = path.read_text(errors="replace")
        print(f"{path.name.replace(str(os.getpid()), 'here')}:")
        told = re.compile(r"NCCL WARN|Bootstrap: Using|do not appear| via |Channel 00|returned ")
        lines = [re.sub(r"^\S+:\d+:\d+ ", "", line) for line in text.split("\n")]
        lines = [line for line in lines if told.search(line)]
        print("\n".join(f"    {line[:300]}" for line in lines[:16]), flush=True)


def libc(name, *arguments):
    """A call of the C library; False where it is refused, with the reason in the log."""
    call = getattr(ctypes.CDLL(None, use_errno=True), name)
    if call(*arguments) == 0:
        return True
    print(f"{name}{arguments}: {os.strerror(ctypes.get_errno())}", flush=True)
    return False


def own_shm(mib):
    """Give this process and what it starts a /dev/shm of this size; call it before torch comes."""
    private = 0x4000 | 0x40000  # MS_REC | MS_PRIVATE
    mine = libc("unshare", NEWNS) and (
        libc("mount", None, b"/", None, private, None)
        or "shared:" not in Path("/proc/self/mountinfo").read_text()
    )
    size = f"size={mib}m".encode()
    if not (mine and libc("mount", b"tmpfs", b"/dev/shm", b"tmpfs", 0, size)):
        shrink_shm(mib)
    total = os.statvfs(SHM).f_blocks * os.statvfs(SHM).f_frsize
    check(f"/dev/shm has {mib} MiB", total == mib << 20)


def shrink_shm(mib):
    """Where nobody may have a mount of his own: a helper takes it back when this process ends."""
    before = os.statvfs(SHM).f_blocks * os.statvfs(SHM).f_frsize
    script = f"read end; mount -o remount,size={before} {SHM}"
    global HELPER
    HELPER = subprocess.Popen(
        ["bash", "-c", script], stdin=subprocess.PIPE, start_new_session=True
    )
    subprocess.run(["mount", "-o", f"remount,size={mib}M", str(SHM)], check=True)


def own_network():
    """Leave the host's network: from here on there is a loopback interface and nothing else."""
    check("a network of its own", libc("unshare", NEWNET) or libc("unshare", NEWUSER | NEWNET))
    with socket.socket() as any_socket:
        import fcntl

        request = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


def command(region):
    """The text of a region of commands.sh."""
    text = Path(__file__).with_name("commands.sh").read_text()
    return re.search(rf"# region: {re.escape(region)}\n(.*?)# endregion", text, re.S)[1]


def bash(script, **variables):
    """Run a script of the page and print what it says."""
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env={**os.environ, **variables}
    )
    print(done.stdout, done.stderr, flush=True)
    return done.stdout


@worker
def smallest():
    """What every scenario of two ranks runs: the smallest program that needs a communicator."""
    # region: check-all-reduce
    import os

    import torch
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    dist.init_process_group("nccl")
    total = torch.ones(1, device="cuda")
    dist.all_reduce(total)
    print(f"rank {rank}: {int(total)} ranks answered", flush=True)
    dist.destroy_process_group()
    # endregion
    check("the sum is right", int(total) == 2)


# ------------------------------------------------------------------------------ shared memory


@scenario("error/shm", reproduces="current", expect=NO_SHM, needs=["gpus>=2"], alone=True)
def error_shm():
    """4 MiB, and no way from GPU to GPU but through the host's memory."""
    own_shm(4)
    two_ranks("smallest", **THROUGH_SHM)


@scenario("error/shm-docker", expect=NO_SHM, needs=["gpus>=2"], alone=True)
def error_shm_docker():
    """The 64 MiB that Docker gives: too little for two GPUs."""
    own_shm(64)
    two_ranks("smallest", **THROUGH_SHM)


@scenario("error/shm-file-size", expect=NO_SHM, needs=["gpus>=2"])
def error_shm_file_size():
    """The same call fails under `ulimit -f`, without root: File too large."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    two_ranks("smallest", **THROUGH_SHM)


@scenario("check-use", needs=["gpus>=2"], alone=True)
def check_use():
    """What two ranks take where there is enough."""
    own_shm(8 << 10)
    two_ranks("with_use", **THROUGH_SHM)


@worker
def with_use():
    """Also print how much of /dev/shm is in use while the communicator lives."""
    import torch
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    dist.init_process_group("nccl")
    total = torch.ones(1 << 20, device="cuda")
    dist.all_reduce(total)
    torch.cuda.synchronize()
    dist.barrier()
    if rank == int(os.environ.get("MEASURING", "0")):
        stat = os.statvfs(SHM)
        measure("two ranks", used_mib=(stat.f_blocks - stat.f_bfree) * stat.f_frsize / (1 << 20))
    dist.barrier()
    dist.destroy_process_group()


@scenario("extra-shm-p2p", needs=["gpus>=2"], alone=True)
def extra_shm_p2p():
    """The same 4 MiB, with NVLink."""
    own_shm(4)
    two_ranks("with_use", NCCL_CUMEM_HOST_ENABLE="0")


@scenario("extra-shm-cumem", needs=["gpus>=2"], alone=True)
def extra_shm_cumem():
    """The same 4 MiB and no NVLink, but memory that NCCL 2.24 and later take from CUDA."""
    own_shm(4)
    two_ranks("with_use", NCCL_P2P_DISABLE="1")


@scenario("fix-shm/remount", needs=["gpus>=2"], alone=True)
def fix_shm_remount():
    """The program of error/shm, after the command of `commands.sh`."""
    own_shm(4)
    bash(command("fix-shm/remount"))
    two_ranks("smallest", **THROUGH_SHM)


@scenario("fix-shm", scope="mechanism", needs=["gpus>=2"], alone=True)
def fix_shm():
    """A /dev/shm of 8 GiB from the start, as --shm-size gives it; no container is started."""
    own_shm(8 << 10)
    two_ranks("smallest", **THROUGH_SHM)


@scenario("fix-unset", needs=["gpus>=2"], alone=True)
def fix_unset():
    """The program of error/shm with what had been exported taken back."""
    own_shm(4)
    os.environ.update(THROUGH_SHM)
    said = bash(command("fix-unset") + "env | grep -c ^NCCL_P2P || true")
    check("the script shows it, and takes it away", "NCCL_P2P_DISABLE=1\n" in said)
    check("it is gone", said.rstrip().endswith("\n0"))
    del os.environ["NCCL_P2P_DISABLE"]
    two_ranks("smallest")


@scenario("fix-unset/comm-id", needs=["torch"])
def fix_unset_comm_id():
    """The call of error/comm-id-cpu, after the command of `commands.sh`."""
    script = "import torch; print(len(torch.cuda.nccl.unique_id()), 'bytes')"
    lines = f"{command('fix-unset')}\n{sys.executable} -c \"{script}\""
    said = bash(lines, NCCL_COMM_ID="198.51.100.7:29400")
    check("the script shows it", "NCCL_COMM_ID=198.51.100.7:29400" in said)
    check("and without it there is an address", "128 bytes" in said)


@scenario("extra-shm-disable", expect=NO_SHM, needs=["gpus>=2"], alone=True)
def extra_shm_disable():
    """NCCL_SHM_DISABLE=1 in 4 MiB: the way through sockets needs shared memory too."""
    own_shm(4)
    two_ranks("with_use", NCCL_SHM_DISABLE="1", **THROUGH_SHM)


@scenario("check-use-socket", needs=["gpus>=2"], alone=True)
def check_use_socket():
    """What two ranks take of /dev/shm that talk through sockets, as between machines."""
    own_shm(8 << 10)
    two_ranks("with_use", NCCL_P2P_DISABLE="1", NCCL_SHM_DISABLE="1")


@scenario("extra-timeout", expect=NO_SHM, needs=["gpus>=2"], alone=True)
def extra_timeout():
    """Two hours of patience: the same error within seconds."""
    own_shm(4)
    started = time.monotonic()
    try:
        two_ranks("patient", **THROUGH_SHM)
    finally:
        measure("from the start", seconds=time.monotonic() - started)


@worker
def patient():
    from datetime import timedelta

    import torch
    import torch.distributed as dist

    torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    dist.init_process_group("nccl", timeout=timedelta(hours=2))
    dist.all_reduce(torch.ones(1, device="cuda"))


@scenario("extra-ib-disable", expect=NO_SHM, needs=["gpus>=2"], alone=True)
def extra_ib_disable():
    """NCCL_IB_DISABLE=1 against a full /dev/shm."""
    own_shm(4)
    two_ranks("smallest", NCCL_IB_DISABLE="1", **THROUGH_SHM)


@worker
def bandwidth():
    """Time all_reduce of 256 MiB."""
    import torch
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    dist.init_process_group("nccl")
    numbers = torch.ones(64 << 20, device="cuda")
    for _ in range(2):
        dist.all_reduce(numbers)
    torch.cuda.synchronize()
    started = time.monotonic()
    for _ in range(4):
        dist.all_reduce(numbers)
    torch.cuda.synchronize()
    taken = (time.monotonic() - started) / 4
    if rank == 0:
        measure("all_reduce of 256 MiB", ms=1000 * taken, gb_per_s=0.268435456 / taken)
    dist.destroy_process_group()


@scenario("check-path-p2p", needs=["gpus>=2"], alone=True)
def check_path_p2p():
    two_ranks("bandwidth")


@scenario("check-path-shm", needs=["gpus>=2"], alone=True)
def check_path_shm():
    two_ranks("bandwidth", NCCL_P2P_DISABLE="1")


@scenario("check-path-socket", needs=["gpus>=2"], alone=True)
def check_path_socket():
    two_ranks("bandwidth", NCCL_P2P_DISABLE="1", NCCL_SHM_DISABLE="1")


# ----------------------------------------------------------------------------------- network


@scenario("error/comm-id", reproduces="current", expect=SYSTEM, needs=["gpus>=2"])
def error_comm_id():
    """NCCL_COMM_ID, left over from another cluster: no interface of this machine is in its net."""
    two_ranks("smallest", NCCL_COMM_ID="198.51.100.7:29400")


@scenario("error/comm-id-cpu", reproduces="numbered", expect=NUMBERED, needs=["torch"])
def error_comm_id_cpu():
    import torch

    os.environ.update(NCCL_DEBUG="WARN", NCCL_COMM_ID="198.51.100.7:29400")
    torch.cuda.nccl.unique_id()


@scenario("extra-conf-file", expect=NUMBERED, needs=["torch"])
def extra_conf_file():
    """A file can set the same, and nothing is to be seen in the environment but its name."""
    import torch

    Path("nccl.conf").write_text("NCCL_COMM_ID=198.51.100.7:29400\n")
    os.environ.update(NCCL_DEBUG="WARN", NCCL_CONF_FILE=os.path.abspath("nccl.conf"))
    torch.cuda.nccl.unique_id()


@scenario("error/unreachable", reproduces="current", expect=SYSTEM, needs=["gpus>=2"])
def error_unreachable():
    """Rank 1, here, is in a network of its own, as in a container without --network host."""
    two_ranks("isolated", here=1, NCCL_SOCKET_RETRY_CNT="2")


@worker
def isolated():
    """The ranks find each other through a file, and then rank 1 cannot reach rank 0."""
    rank = int(os.environ["LOCAL_RANK"])
    if rank == 1 and os.environ.get("ISOLATED", "1") == "1":
        own_network()
    import torch
    import torch.distributed as dist

    torch.cuda.set_device(rank)
    store = f"file://{os.path.abspath('store')}"
    dist.init_process_group("nccl", init_method=store, rank=rank, world_size=2)
    total = torch.ones(1, device="cuda")
    dist.all_reduce(total)
    check("the sum is right", int(total) == 2)
    dist.destroy_process_group()


@scenario("fix-interface/host-network", scope="mechanism", needs=["gpus>=2"])
def fix_interface_host_network():
    """The program of error/unreachable in the host's network; no container is started."""
    two_ranks("isolated", here=1, ISOLATED="0")


@scenario("fix-interface", scope="mechanism", needs=["torch"])
def fix_interface():
    """Rank 0 offers the address of the interface that was named; no second node is there."""
    names = [name for _, name in socket.if_nameindex()]
    name = next((name for name in names if name.startswith("e")), "lo")
    script = 'import torch; torch.cuda.nccl.unique_id()'
    lines = command("fix-interface").replace("eth0", name)
    said = bash(f"{lines}\n{sys.executable} -c '{script}'", NCCL_DEBUG="INFO")
    check("this interface is used", f"Bootstrap: Using {name}:" in said)


@scenario(
    "extra-interface",
    expect="DistBackendError: NCCL error in: {place}, invalid usage (run with NCCL_DEBUG=WARN for "
    "details), NCCL version {version}Bootstrap : no socket interface found",
    needs=["gpus>=2"],
)
def extra_interface():
    """An interface that does not exist is another error."""
    two_ranks("smallest", NCCL_SOCKET_IFNAME="nosuch0")


@scenario(
    "extra-interface-cpu",
    expect="RuntimeError: NCCL Error 5: invalid usage (run with NCCL_DEBUG=WARN for details)",
    needs=["torch"],
)
def extra_interface_cpu():
    import torch

    os.environ.update(NCCL_DEBUG="WARN", NCCL_SOCKET_IFNAME="nosuch0")
    torch.cuda.nccl.unique_id()


@scenario("extra-refused", needs=["cuda"])
def extra_refused():
    """Rank 0 gave its address and died: refused, again and again, and then another error.

    Through NCCL's own function: torch.cuda.nccl.init_rank of 2.11 does not run on Python 3.12.
    """
    import torch

    stop_in_time()
    script = "import torch; print(torch.cuda.nccl.unique_id().hex())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    os.environ.update(NCCL_DEBUG="INFO", NCCL_SOCKET_RETRY_CNT="3")
    os.environ["NCCL_DEBUG_FILE"] = os.path.abspath("nccl.%p.log")
    torch.ones(1, device="cuda")
    maps = Path("/proc/self/maps").read_text()
    nccl = ctypes.CDLL(re.search(r"\S*/libnccl\.so\S*", maps)[0])
    nccl.ncclGetErrorString.restype = ctypes.c_char_p

    class UniqueId(ctypes.Structure):
        _fields_ = [("internal", ctypes.c_char * 128)]

    address = UniqueId.from_buffer_copy(bytes.fromhex(done.stdout.split()[-1]))
    result = nccl.ncclCommInitRank(ctypes.byref(ctypes.c_void_p()), 2, address, 1)
    print_nccl_logs()
    print(result, nccl.ncclGetErrorString(result).decode())
    check("it is a remote error, not a system error", result == 6)


# --------------------------------------------------------------------------- file descriptors


@worker
def few_files():
    """One rank may hardly open anything more when NCCL begins."""
    import torch
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    total = torch.ones(1, device="cuda")
    dist.init_process_group("nccl")
    limited = rank == int(os.environ["LIMITED_RANK"])
    more = int(os.environ["MORE_FILES"])
    with limited_files(more) if limited else contextlib.nullcontext():
        dist.all_reduce(total)
    check("the sum is right", int(total) == 2)
    dist.destroy_process_group()


@contextlib.contextmanager
def limited_files(more):
    """Allow this process some files more than it has open now: the soft limit, as `ulimit -Sn`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    now = max(int(name) for name in os.listdir("/proc/self/fd")) + more
    resource.setrlimit(resource.RLIMIT_NOFILE, (now, hard))
    print(f"files: {now} allowed", flush=True)
    try:
        yield
    finally:
        print(f"files: {resource.getrlimit(resource.RLIMIT_NOFILE)[0]} allowed now", flush=True)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@scenario("error/files", reproduces="current", expect=SYSTEM, needs=["gpus>=2"])
def error_files():
    """Rank 0, here, cannot even list the network interfaces."""
    two_ranks("few_files", LIMITED_RANK="0", MORE_FILES="0")


@scenario("error/files-few", expect=SYSTEM, needs=["gpus>=2"])
def error_files_few():
    """Rank 1, here, with a few files left."""
    two_ranks("few_files", here=1, LIMITED_RANK="1", MORE_FILES="4")


@scenario("error/files-later", expect=SYSTEM, needs=["gpus>=2"])
def error_files_later():
    """Rank 1, here, with enough to begin."""
    two_ranks("few_files", here=1, LIMITED_RANK="1", MORE_FILES="12")


@scenario("error/files-cpu", reproduces="numbered", expect=NUMBERED, needs=["torch"])
def error_files_cpu():
    import torch

    os.environ.update(NCCL_DEBUG="WARN")
    with limited_files(0):
        torch.cuda.nccl.unique_id()


@scenario("fix-files", needs=["gpus>=2"])
def fix_files():
    """The program of error/files with the limit that the command sets."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    said = bash(command("fix-files") + "ulimit -n")
    check("the command set the limit", said.split()[-1] == said.split()[0] != "256")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    two_ranks("few_files", LIMITED_RANK="0", MORE_FILES="512")


@scenario("extra-soft-limit-cpu", needs=["torch"])
def extra_soft_limit_cpu():
    """NCCL raises the soft limit of rank 0 to the hard one by itself: only the hard one counts."""
    import torch

    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))
    torch.cuda.nccl.unique_id()
    time.sleep(2)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    check("soft is what hard was", soft == hard == 4096)


# ---------------------------------------------------------------------------- another rank died


@scenario("error/victim", reproduces="remote-error", expect=REMOTE, needs=["gpus>=2"])
def error_victim():
    """Rank 0 gives its address and fails, for the reason of error/files; rank 1, here, comes late.

    Without NCCL_SOCKET_RETRY_CNT it would try for a minute.
    """
    import torch
    import torch.distributed as dist

    stop_in_time()
    os.environ.update(NCCL_DEBUG="WARN", NCCL_SOCKET_RETRY_CNT="3")
    store = f"file://{os.path.abspath('store')}"
    script = f"""if True:
        import os, resource, torch
        import torch.distributed as dist

        torch.cuda.set_device(0)
        dist.init_process_group("nccl", init_method="{store}", rank=0, world_size=2)
        total = torch.ones(1, device="cuda")
        limit = max(int(name) for name in os.listdir("/proc/self/fd")) + 5
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        dist.all_reduce(total)
    """
    first = subprocess.run([sys.executable, "-c", script])
    check("rank 0 failed", first.returncode == 1)
    torch.cuda.set_device(1)
    dist.init_process_group("nccl", init_method=store, rank=1, world_size=2)
    dist.all_reduce(torch.ones(1, device="cuda"))


@scenario(
    "extra-victim-hangs",
    expect="the process ended with status 99 and no result",
    needs=["gpus>=2"],
)
def extra_victim_hangs():
    """Rank 1 fails when the ranks are connected; rank 0, here, hears nothing and waits."""
    timer = threading.Timer(18, lambda: (print_nccl_logs(), os._exit(99)))
    timer.daemon = True
    timer.start()
    two_ranks("one_fails", first_to_end=True, **THROUGH_SHM)


@worker
def one_fails():
    if os.environ["LOCAL_RANK"] == "1":
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    smallest()


# --------------------------------------------------------------------------------- diagnosis


@scenario("fix-read", needs=["gpus>=2"], alone=True)
def fix_read():
    """torchrun with error/shm in it: the command shows the line that names the cause."""
    own_shm(4)
    stop_in_time()
    os.environ.setdefault("NCCL_NVLS_ENABLE", "0")
    source = Path(__file__).read_text()
    region = re.search(r"# region: check-all-reduce\n(.*?)# endregion", source, re.S)[1]
    import textwrap

    Path("train.py").write_text(textwrap.dedent(region))
    said = bash(with_torchrun(command("fix-read")), **THROUGH_SHM)
    check("the line is there", "Error while creating shared memory segment" in said)


@scenario("fix-read/comm-id", scope="mechanism", needs=["torch"])
def fix_read_comm_id():
    """The same without a GPU: two processes under torchrun ask for an address, and fail."""
    stop_in_time()
    Path("train.py").write_text("import torch\n\ntorch.cuda.nccl.unique_id()\n")
    said = bash(with_torchrun(command("fix-read")), NCCL_COMM_ID="198.51.100.7:29400")
    check("the line is there", "No usable listening interface found" in said)


def with_torchrun(script):
    """torchrun of this Python, wherever PATH points, on a free port."""
    module = f"{sys.executable} -m torch.distributed.run --standalone "
    return script.replace("torchrun ", module)


@scenario("check-limits", needs=["linux"])
def check_limits():
    """What the page looks at, in a /dev/shm of 64 MiB and with a variable that was left over."""
    own_shm(64)
    said = bash(command("check-limits"), NCCL_COMM_ID="198.51.100.7:29400")
    lines = said.split("\n")
    check("the size", "64M" in lines[1])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    check("the hard limit of files", lines[2] == str(hard))
    check("locked memory", re.fullmatch(r"unlimited|\d+", lines[3]))
    check("the variable", "NCCL_COMM_ID=198.51.100.7:29400" in lines[4:])


@scenario("check-port", needs=["linux"])
def check_port():
    """The two commands of the page: one listens, the other reaches it."""
    listen, reach = command("check-port").strip().split("\n\n")
    waiting = subprocess.Popen(["bash", "-c", listen], stdout=subprocess.PIPE, text=True)
    time.sleep(2)
    said = bash(reach.replace("10.0.3.14", "127.0.0.1"))
    check("reached", "reached" in said)
    check("the listener says from where", "127.0.0.1" in waiting.communicate(timeout=10)[0])
    again = bash(reach.replace("10.0.3.14", "127.0.0.1") + "\necho status $?")
    check("and it does not say so when nobody listens", "reached" not in again)


if __name__ == "__main__":
    main(sys.argv[1])
