# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "numpy==2.5.5",
# ]
# ///
"""Runs DataLoader workers out of shared memory, in every wording, and runs each fix.

    python tools/repro/run.py content/guides/dataloader-shm-bus-error/repro.py --out OUT

Needs Linux and root, and no GPU: each scenario gives itself a /dev/shm of its own, in a mount
namespace, as a container has one. Releases before 2.10 end with a bus error where newer ones raise:
run error/classic and error/full in an environment that has one, such as torch 1.12.1.
"""

import contextlib
import ctypes
import io
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from repro.scenario import check, measure, scenario

SHM = Path("/dev/shm")
NO_SPACE = "unable to allocate shared memory(shm) for file </torch_{name}>: {error} ({number})"
CLASSIC = (
    "RuntimeError: DataLoader worker (pid {pid}) is killed by signal: Bus error. It is possible "
    "that dataloader's workers are out of shared memory. Please try to raise your shared memory "
    "limit."
)


def own_shm(mib):
    """Give this process and what it starts a /dev/shm of this size; call it before torch comes."""
    libc = ctypes.CDLL(None, use_errno=True)
    check("a mount namespace can be had here", libc.unshare(0x00020000) == 0)  # CLONE_NEWNS
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mib}M", "tmpfs", str(SHM)], check=True)


def command(region):
    """The text of a region of commands.sh."""
    text = Path(__file__).with_name("commands.sh").read_text()
    return re.search(rf"# region: {re.escape(region)}\n(.*?)# endregion", text, re.S)[1]


def bash(script):
    """Run a script of the page and print what it says."""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    print(done.stdout, done.stderr)
    return done.stdout


def unwrapped(run):
    """Run, and raise what the library's last exception was made from, if there is such a one."""
    try:
        run()
    except RuntimeError as error:
        raise error.__cause__ or error


def train_on_images():
    import torch

    # region: error/small-shm
    from torch.utils.data import DataLoader, Dataset

    class Images(Dataset):
        def __len__(self):
            return 128

        def __getitem__(self, index):
            return torch.rand(3, 512, 512)  # 3 MiB; a batch of 16 is 48 MiB of shared memory

    loader = DataLoader(Images(), batch_size=16, num_workers=4)
    for batch in loader:
        pass
    # endregion
    check("all batches came", batch.shape == (16, 3, 512, 512))


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/small-shm",
    reproduces="unable-to-allocate-other",
    expect=NO_SPACE,
    needs=["torch>=2.10"],
)
def error_small_shm():
    """64 MiB, which is what Docker gives."""
    own_shm(64)
    train_on_images()


@scenario(
    "error/classic",
    reproduces="killed-by-bus-error",
    expect=CLASSIC,
    regions=["error/small-shm"],
    needs=["torch<2.10"],
)
def error_classic():
    """The same program with the same 64 MiB before 2.10."""
    own_shm(64)
    unwrapped(train_on_images)


@scenario(
    "error/full",
    reproduces="unable-to-write",
    expect="unable to write to file </torch_{name}>",
    needs=["torch<2.10"],
)
def error_full():
    """Before 2.10, with not one free page: the check of the first byte fails."""
    own_shm(8)
    import torch

    fill_shm(leave=0)
    torch.ones(4).share_memory_()


@scenario("extra-full", expect=NO_SPACE, needs=["torch>=2.10"])
def extra_full():
    """/dev/shm is large enough, and others have filled it."""
    own_shm(600)
    fill_shm(leave=40)
    train_on_images()


def fill_shm(leave):
    """What another job has left: a file that takes all there is but some MiB."""
    stat = os.statvfs(SHM)
    with open(SHM / "torch_4242_1_0", "wb") as left:
        os.posix_fallocate(left.fileno(), 0, stat.f_bavail * stat.f_frsize - (leave << 20))


@scenario(
    "error/many-files",
    reproduces="unable-to-open",
    expect="unable to open shared memory object </torch_{name}> in read-write mode: "
    "Too many open files (24)",
    needs=["torch"],
)
def error_many_files():
    """Each shared tensor holds a file descriptor. 1,024 is a usual limit."""
    own_shm(600)
    import torch

    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    # region: error/many-files
    tensors = [torch.ones(4).share_memory_() for _ in range(2000)]
    # endregion
    print(len(tensors))


@scenario(
    "error/many-maps",
    reproduces="unable-to-mmap",
    expect="unable to mmap {bytes} bytes from file </torch_{name}>: Cannot allocate memory (12)",
    needs=["torch"],
)
def error_many_maps():
    """Each shared tensor is a mapping, of which a process may have vm.max_map_count."""
    own_shm(2000)
    import torch

    torch.multiprocessing.set_sharing_strategy("file_system")
    tensors = []
    try:
        while True:
            tensors.append(torch.ones(4).share_memory_())
    except RuntimeError:
        number = len(tensors)
        tensors.clear()  # nothing else could be mapped either
        allowed = int(Path("/proc/sys/vm/max_map_count").read_text())
        measure("until the error", tensors=number, max_map_count=allowed)
        raise


def write_tokens(path):
    """Tokenize: 4 MiB of ids, written into the file from its beginning, as np.save does it."""
    import numpy as np

    np.save(path, np.arange(1 << 20, dtype=np.int32).reshape(-1, 1024))


def read_tokens(rewrite, workers):
    """Read a memory-mapped file, which somebody writes anew after the first batch."""
    import numpy as np
    import torch

    write_tokens("tokens.npy")
    # region: error/rewritten-file
    from torch.utils.data import DataLoader, Dataset

    class Tokens(Dataset):
        def __init__(self):
            self.rows = np.load("tokens.npy", mmap_mode="r")

        def __len__(self):
            return len(self.rows)

        def __getitem__(self, index):
            return torch.tensor(self.rows[index])

    loader = DataLoader(Tokens(), batch_size=8, num_workers=workers)
    # endregion
    for number, batch in enumerate(loader):
        if number == 0:
            rewrite()
    check("all batches came", number == 127 and batch.shape == (8, 1024))


def truncate_tokens():
    """The moment in which another job has opened the file for writing and not yet written."""
    open("tokens.npy", "wb").close()


@scenario("error/rewritten-file", reproduces="killed-by-bus-error", expect=CLASSIC, needs=["numpy"])
def error_rewritten_file():
    """With shared memory in plenty: a page of a mapped file that is no longer in the file."""
    own_shm(600)
    unwrapped(lambda: read_tokens(truncate_tokens, workers=2))


@scenario("extra-rewritten-main", expect="the process was ended by SIGBUS", needs=["numpy"])
def extra_rewritten_main():
    """The same without workers: the process itself dies, and no sentence is printed."""
    os.environ["PYTHONFAULTHANDLER"] = ""
    read_tokens(truncate_tokens, workers=0)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-enlarge/remount", needs=["torch"])
def fix_enlarge_remount():
    """The program of error/small-shm, after the command of `commands.sh`."""
    own_shm(64)
    bash(command("fix-enlarge/remount"))
    train_on_images()


@scenario("fix-enlarge", scope="mechanism", needs=["torch"])
def fix_enlarge():
    """A /dev/shm of 16 GiB from the start, as --shm-size gives it; no container is started."""
    own_shm(16 << 10)
    train_on_images()


@scenario("fix-need-less", needs=["torch"])
def fix_need_less():
    """Within the same 64 MiB."""
    own_shm(64)
    import torch

    # region: fix-need-less
    from torch.utils.data import DataLoader, Dataset

    class Images(Dataset):
        def __len__(self):
            return 128

        def __getitem__(self, index):
            # Bytes, as they come out of the decoder: a quarter of float32.
            return torch.randint(0, 256, (3, 512, 512), dtype=torch.uint8)

    loader = DataLoader(Images(), batch_size=16, num_workers=2, prefetch_factor=1)
    for batch in loader:
        images = batch.float() / 255  # in the training process; on a GPU, after .to("cuda")
    # endregion
    check("all batches came", images.shape == (16, 3, 512, 512))
    check("they are float32 in the end", images.dtype == torch.float32)


@scenario("fix-no-workers", needs=["torch"])
def fix_no_workers():
    """Within 1 MiB, where no batch fits."""
    own_shm(1)
    import torch

    class Images(torch.utils.data.Dataset):
        def __len__(self):
            return 32

        def __getitem__(self, index):
            return torch.rand(3, 512, 512)

    images = Images()
    # region: fix-no-workers
    from torch.utils.data import DataLoader

    loader = DataLoader(images, batch_size=16, num_workers=0)  # nothing is handed over
    # endregion
    check("all batches came", len(list(loader)) == 2)


@scenario("fix-clean", needs=["torch"])
def fix_clean():
    """What stays behind when a job and its helper are killed, as with a whole container.

    Nothing may be deleted while another job lives: a batch that waits is mapped by no process.
    """
    own_shm(600)
    killed = sharing_program(tensors=2, elements=1 << 26)
    helper = Path(f"/proc/{killed.pid}/task/{killed.pid}/children").read_text().split()[0]
    for pid in (int(helper), killed.pid):
        os.kill(pid, signal.SIGKILL)
    killed.wait()
    time.sleep(4)  # a helper that lived would have cleaned up after two seconds
    left = set(os.listdir(SHM))
    check("two files are left, 512 MiB", len(left) == 2)
    living = sharing_program(tensors=2, elements=1 << 16)
    bash(command("fix-clean"))
    check("all stay while another program shares", left < set(os.listdir(SHM)))
    os.kill(living.pid, signal.SIGKILL)
    living.wait()
    time.sleep(4)
    check("the helper of the other cleaned up", set(os.listdir(SHM)) == left)
    said = bash(command("fix-clean"))
    check("the command deleted the two", all(f"{SHM}/{name}\n" in said for name in left))
    check("none is left", not os.listdir(SHM))
    train_on_images()


def sharing_program(tensors, elements):
    """Start a program that shares tensors with the strategy that keeps their files."""
    script = (
        "import torch, time\n"
        "torch.multiprocessing.set_sharing_strategy('file_system')\n"
        f"kept = [torch.ones({elements}).share_memory_() for _ in range({tensors})]\n"
        "print('ready', flush=True)\n"
        "time.sleep(300)\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True
    )
    program.stdout.readline()
    return program


@scenario("fix-stable-file", needs=["numpy"])
def fix_stable_file():
    """The reader keeps the old file; who opens it later gets the new one."""
    own_shm(600)

    def rewrite():
        # region: fix-stable-file
        import os

        write_tokens("tokens.new.npy")  # your own function that writes the file
        os.replace("tokens.new.npy", "tokens.npy")  # at once; readers keep what they opened
        # endregion

    read_tokens(rewrite, workers=2)


@scenario("fix-fewer-tensors", needs=["torch"])
def fix_fewer_tensors():
    """1,600 samples of four tensors each through 1,024 file descriptors."""
    own_shm(600)
    import torch

    class Samples(torch.utils.data.Dataset):
        def __len__(self):
            return 1600

        def __getitem__(self, index):
            return {name: torch.ones(4) for name in "abcd"}

    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    # region: fix-fewer-tensors
    import copy

    from torch.utils.data import DataLoader

    kept = []
    for batch in DataLoader(Samples(), batch_size=2, num_workers=2):
        kept.append(copy.deepcopy(batch))  # a copy of its own; the shared tensors are freed
    # endregion
    check("all are kept", len(kept) == 800)
    check("they are not shared", not kept[0]["a"].is_shared())


@scenario("extra-kept-batches", expect="RuntimeError: {text}oo many open files", needs=["torch"])
def extra_kept_batches():
    """The same without the copy."""
    own_shm(600)
    import torch

    class Samples(torch.utils.data.Dataset):
        def __len__(self):
            return 1600

        def __getitem__(self, index):
            return {name: torch.ones(4) for name in "abcd"}

    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    loader = torch.utils.data.DataLoader(Samples(), batch_size=2, num_workers=2)
    print(len(list(loader)))


@scenario("fix-fewer-tensors/strategy", needs=["torch"])
def fix_fewer_tensors_strategy():
    """What error/many-files could not do."""
    own_shm(600)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    # region: fix-fewer-tensors/strategy
    import torch

    torch.multiprocessing.set_sharing_strategy("file_system")  # at the top of train.py
    # endregion
    tensors = [torch.ones(4).share_memory_() for _ in range(2000)]
    check("all are shared", all(tensor.is_shared() for tensor in tensors))


# --------------------------------------------------------------------------------- diagnosis


@scenario("check-shm", needs=["linux"])
def check_shm():
    """The three states that the page's probe tells apart."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        own_shm(64)
        print_shm()
        subprocess.run(["mount", "-o", "remount,size=8G", str(SHM)], check=True)
        print_shm()
        subprocess.run(["mount", "-o", "remount,size=2G", str(SHM)], check=True)
        fill_shm(leave=100)
        print_shm()
    print(printed.getvalue())
    states = re.findall(r"state: (\w+)", printed.getvalue())
    check("small, roomy, full", states == ["small", "roomy", "full"])


def print_shm():
    # region: check-shm
    import os
    import shutil

    total, used, free = shutil.disk_usage("/dev/shm")
    state = "small" if total < 1 << 30 else "full" if free < total // 10 else "roomy"
    files = len(os.listdir("/dev/shm"))
    print(f"/dev/shm: {total >> 20} MiB, {free >> 20} free, {files} files, state: {state}")
    # endregion


@scenario("check-peak", needs=["torch"])
def check_peak():
    """What waits in shared memory while training is slower than the workers."""
    own_shm(2000)
    import torch

    class Images(torch.utils.data.Dataset):
        def __len__(self):
            return 512

        def __getitem__(self, index):
            return torch.zeros(3, 512, 512)

    loader = torch.utils.data.DataLoader(Images(), batch_size=16, num_workers=4)
    batches = iter(loader)
    batch = next(batches)
    time.sleep(20)  # the workers fill up what they may
    stat = os.statvfs(SHM)
    used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize >> 20
    measure("4 workers, 2 batches each, 48 MiB a batch", used_mib=used, estimate_mib=4 * 2 * 48)
    check("the estimate, and the batch in hand", 384 <= used <= 384 + 48 + 2)
    check("a batch came", batch.shape == (16, 3, 512, 512))


# --------------------------------------------------------------------------- what does not help


@scenario("extra-strategy", expect=NO_SPACE, needs=["torch>=2.10"])
def extra_strategy():
    """set_sharing_strategy("file_system") uses the same /dev/shm."""
    own_shm(64)
    import torch

    torch.multiprocessing.set_sharing_strategy("file_system")
    train_on_images()


@scenario("extra-file-limit", expect=NO_SPACE, needs=["torch>=2.10"])
def extra_file_limit():
    """More file descriptors do not make /dev/shm larger."""
    own_shm(64)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    train_on_images()


@scenario("extra-memory-limit", needs=["linux"])
def extra_memory_limit():
    """What is written into /dev/shm counts as memory of the container: SIGKILL, not SIGBUS."""
    own_shm(1000)
    root = Path("/sys/fs/cgroup/memory")
    limit = "memory.limit_in_bytes" if root.is_dir() else "memory.max"
    group = (root if root.is_dir() else root.parent) / f"tracebook-shm-{os.getpid()}"
    group.mkdir()
    (group / limit).write_text(str(200 << 20))
    script = f"echo $$ > {group}/cgroup.procs; exec head -c 400M /dev/zero > {SHM}/batch"
    done = subprocess.run(["bash", "-c", script])
    (SHM / "batch").unlink()
    time.sleep(0.5)
    with contextlib.suppress(OSError):
        group.rmdir()
    check("it was killed", done.returncode == -9)
