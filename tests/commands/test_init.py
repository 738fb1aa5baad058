import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from commands.running import poddarkiv
from poddarkiv.commands._starter import Answers, origin, starter_files
from poddarkiv.load import load_archive

STARTER = Path(__file__).parents[2] / "scripts/poddarkiv/starter"
PROJECT = Path(__file__).parents[2]
GITHUB = sorted(STARTER.glob("dot_github/workflows/*.yml"))
UNKNOWN = (
    "Webbplatsen byggs med det Poddarkiv som requirements.txt anger. Det finns inte i något "
    "paketförråd än: skriv där varifrån det kan hämtas, till exempel git+https://…"
)
FORGEJO = sorted(STARTER.glob("dot_forgejo/workflows/*.yml"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a new archive in a folder with spaces and Swedish letters, and what was printed."""
    parent = tmp_path_factory.mktemp("Mina åäö filer")
    run = poddarkiv("init", "Vår podd: om hopp", cwd=parent, LANG="sv_SE.UTF-8")
    return parent / "Vår podd: om hopp", run


def test_a_new_archive_passes_and_builds_at_once(made):
    root, run = made

    assert (run.returncode, run.stderr) == (0, "")
    checked = poddarkiv("check", "--strict", cwd=root)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "Allt stämmer.\n")
    built = poddarkiv("build", "--quiet", cwd=root)
    assert (built.returncode, built.stderr) == (0, "")
    assert (root / "site/avsnitt/001-valkommen/index.html").is_file()
    assert (root / "site/feed.xml").is_file()


def test_it_says_what_to_do_next(made):
    _root, run = made

    assert run.stdout.splitlines()[2:] == [
        "Nästa steg:",
        '  cd "Vår podd: om hopp"',
        "  läs README.md och byt exempeltexterna",
        "  poddarkiv check",
        "  poddarkiv build",
        "  poddarkiv serve",
        "  git init -b main",
        "  git add .",
        '  git commit -m "Första versionen"',
        "",
        UNKNOWN,
    ]


def test_the_show_is_called_as_the_folder_and_speaks_swedish(made):
    show = load_archive(made[0]).show

    assert (show.title, show.language) == ("Vår podd: om hopp", "sv")


def test_everything_that_it_promises_is_there(made):
    names = {p.relative_to(made[0]).as_posix() for p in made[0].rglob("*") if p.is_file()}

    assert names >= {
        ".devcontainer/devcontainer.json",
        ".forgejo/workflows/granska.yml",
        ".gitattributes",
        ".github/workflows/publicera.yml",
        ".gitignore",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        ".vscode/poddarkiv.code-snippets",
        ".vscode/settings.json",
        "README.md",
        "schema/episode.schema.json",
    }


def test_no_mark_is_left_unfilled(made):
    texts = [p for p in made[0].rglob("*") if p.is_file() and "site" not in p.parts]

    assert [p.name for p in texts if b"@@" in p.read_bytes()] == []


def test_every_file_that_the_settings_and_modelines_name_is_there(made):
    root = made[0]
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    named = [root / name for name in settings["yaml.schemas"]]
    for path in root.rglob("*.yml"):
        match = re.match(r"# yaml-language-server: \$schema=(\S+)", path.read_text("utf-8"))
        named += [path.parent / match[1]] if match else []

    assert len(named) >= 8
    assert [str(path) for path in named if not path.is_file()] == []


def test_the_readme_names_only_what_is_there(made):
    readme = (made[0] / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:episodes|content|media|schema|mkdocs|\.git)[^`…]*)`", readme)

    assert len(named) > 8
    assert [name for name in named if not (made[0] / name.strip("/")).exists()] == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "brev.txt").write_text("Hej")

    run = poddarkiv("init", tmp_path, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert "är inte tom" in run.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["brev.txt"]


def test_an_empty_repository_is_filled(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)

    assert poddarkiv("init", tmp_path).returncode == 0
    assert poddarkiv("check", cwd=tmp_path).returncode == 0


def test_an_address_that_is_none_is_misuse(tmp_path):
    run = poddarkiv("init", tmp_path / "a", "--site-url", "podd.se", LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert run.stderr.startswith("--site-url: ")
    assert not (tmp_path / "a").exists()


def test_two_archives_without_an_address_have_guids_of_their_own(made):
    answers = Answers(
        "En annan", "https://podd.example.org/", load_archive(made[0]).contacts.checked
    )
    other = yaml.safe_load(starter_files(answers)["episodes/show.yml"])

    assert other["guid"] != str(load_archive(made[0]).show.guid)


def test_an_archive_with_an_address_has_the_guid_of_the_specification(tmp_path):
    poddarkiv("init", tmp_path / "a", "--site-url", "https://podd.example.org/om")

    # uuid5(ead4c236-bf58-58c6-a2c6-a6b28d128cb6, "podd.example.org/om/feed.xml")
    assert str(load_archive(tmp_path / "a").show.guid) == "b3bac01f-5cd6-589b-bc6d-ea93df97a8f9"


def test_a_title_may_hold_anything(tmp_path):
    title = 'Å: "hej" # <script> @@GUID@@ & [x]'

    poddarkiv("init", tmp_path / "a", "--title", title)

    assert load_archive(tmp_path / "a").show.title == title


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
        STARTER / "dot_gitlab-ci.yml",
    )  # fmt: skip

    assert (run.returncode, run.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
def test_workflows_hold_no_known_danger(tmp_path):
    config = tmp_path / "zizmor.yml"
    # Actions of GitHub itself may be pinned by version: editors renew no hashes.
    config.write_text(
        "rules: {unpinned-uses: {config: {policies: {'actions/*': ref-pin, '*': hash-pin}}}}"
    )
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
    elsewhere = re.compile("code.forgejo.org|docker")
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


def test_the_branch_that_is_published_is_the_one_that_init_begins(made):
    _root, run = made
    (branch,) = re.findall(r"git init -b (\S+)", run.stdout)

    for path in [*GITHUB, *FORGEJO]:
        data = yaml.safe_load(path.read_text("utf-8"))
        pushed = (data.get("on") or data[True]).get("push")  # YAML 1.1 reads on as true
        assert pushed in (None, {"branches": [branch]})


def test_the_forge_installs_the_tool_from_where_pip_had_it(tmp_path):
    where = "git+https://git.example.org/poddarkiv.git@0123abc"

    run = poddarkiv("init", tmp_path / "a", "--package", where, LANG="sv_SE.UTF-8")

    lines = (tmp_path / "a/requirements.txt").read_text("utf-8").splitlines()
    assert lines[-1] == f"poddarkiv[transcribe] @ {where}"
    assert "paketförråd" not in run.stdout
    assert origin('{"url": "file:///a", "dir_info": {"editable": true}}') == origin(None) == ""


@pytest.mark.slow
def test_the_tool_installs_from_its_repository(tmp_path):
    where = f"git+{PROJECT.as_uri()}"
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
    assert origin(about.read_text("utf-8")).startswith(f"{where}@")
    assert (tmp_path / "lib/poddarkiv/starter/dot_gitignore").is_file()


@pytest.mark.slow
def test_the_devcontainer_installs_what_the_archive_names(made):
    container = json.loads((made[0] / ".devcontainer/devcontainer.json").read_text("utf-8"))

    assert container["postCreateCommand"] == "pip install -r requirements.txt"
    assert "poddarkiv[transcribe]==" in (made[0] / "requirements.txt").read_text("utf-8")


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
    sorted(
        {
            line
            for path in [*GITHUB, *FORGEJO, STARTER / "dot_gitlab-ci.yml"]
            for line in _steps(path)
        }
    ),
)
def test_the_commands_of_the_workflows_run(line, made):
    words = shlex.split(line.partition(" > ")[0].replace("$AVSNITT", "1"))

    run = poddarkiv(*words[1:], cwd=made[0])

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


def test_our_own_hooks_run_for_other_repositories(made):
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    for hook in hooks:
        run = poddarkiv(*shlex.split(hook["entry"])[1:], *hook.get("args", ()), cwd=made[0])
        assert run.returncode == 0, hook["id"]
        assert hook["language"] == "python"


@pytest.mark.parametrize("name", ["settings.json", "extensions.json", "poddarkiv.code-snippets"])
def test_this_archive_has_the_starters_settings(name):
    ours = (PROJECT / ".vscode" / name).read_text("utf-8")

    assert ours == (STARTER / "dot_vscode" / name).read_text("utf-8")


def test_what_the_snippets_write_is_accepted(made):
    snippets = json.loads((STARTER / "dot_vscode/poddarkiv.code-snippets").read_text("utf-8"))
    filled = {name: _filled(snippet["body"]) for name, snippet in snippets.items()}
    root = made[0]
    (root / "content/gaster").mkdir(exist_ok=True)
    (root / "content/gaster/fornamn-efternamn.md").write_text(filled["Gästens sida"], "utf-8")
    (root / "content/amnen/amne.md").write_text("---\ntitle: Ämne\n---\nText.\n", "utf-8")
    (root / "content/artiklar/rubrik.md").write_text(filled["Artikel"], "utf-8")
    episode = [
        "number: 2\ntitle: T\nsummary: S.\nstatus: draft\n",
        "chapters:\n" + filled["Kapitel"].replace("02:30", "00:00"),
        "guests:\n" + filled["Gäst"],
        "content_notes:\n" + filled["Innehållsanmärkning"],
        filled["Ingen utskrift"],
    ]
    (root / "episodes/002-ny").mkdir()
    (root / "episodes/002-ny/episode.yml").write_text("".join(episode), "utf-8")

    found = poddarkiv("check", cwd=root).stdout.splitlines()

    assert [line for line in found if "varning" not in line] == []


def _filled(body: list[str]) -> str:
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", "\n".join(body))
    for name, value in {"YEAR": "2026", "MONTH": "01", "DATE": "31"}.items():
        text = text.replace(f"$CURRENT_{name}", value)
    return text + "\n"
