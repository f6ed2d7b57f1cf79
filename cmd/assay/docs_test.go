package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentation runs what README and docs show. In a ```console block each "$ assay ..." (or
// "$ go run ./cmd/assay ...") is run in the module's root and must print the lines below it; a line
// "..." stands for any lines. A ```yaml or ```text block that follows a line naming a file in backquotes
// and ending with a colon is that file. -update rewrites outputs, keeping what "..." leaves out.
func TestDocumentation(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	ran := 0
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Symlink(filepath.Join(root, "examples"), filepath.Join(dir, "examples")); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			fresh, n := runPage(t, string(text))
			if ran += n; *update && fresh != string(text) {
				if err := os.WriteFile(page, []byte(fresh), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if ran < 4 {
		t.Errorf("only %d commands of the documentation were run", ran)
	}
}

// block is a fenced code block with the line before it, as far as it names a file.
var block = regexp.MustCompile("(?m)(?:`([\\w.-]+)`[^\\n]*:\\n\\n)?^```(console|yaml|text)\\n((?s).*?)^```$")

// runPage runs a page's blocks in order and returns the page with what was printed, and how many
// commands it ran.
func runPage(t *testing.T, text string) (string, int) {
	ran := 0
	fresh := block.ReplaceAllStringFunc(text, func(whole string) string {
		m := block.FindStringSubmatch(whole)
		name, language, body := m[1], m[2], m[3]
		if language != "console" {
			if name != "" {
				if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			return whole
		}
		return strings.Replace(whole, body, runBlock(t, body, &ran), 1)
	})
	return fresh, ran
}

// runBlock runs the commands of one console block.
func runBlock(t *testing.T, body string, ran *int) string {
	var out strings.Builder
	for _, step := range strings.Split("\n"+body, "\n$ ")[1:] {
		command, want, _ := strings.Cut(step, "\n")
		got, known := runCommand(t, command)
		if !known {
			out.WriteString("$ " + step)
			continue
		}
		*ran++
		want = strings.TrimSuffix(want, "\n")
		if !matches(strings.Split(want, "\n"), strings.Split(got, "\n")) {
			if !*update {
				t.Errorf("$ %s\nprinted:\n%s\nand the page shows:\n%s", command, got, want)
			}
			want = shorten(got, want)
		}
		out.WriteString("$ " + command + "\n" + want + "\n")
	}
	return out.String()
}

// runCommand runs a line if it calls assay, and returns both streams as a terminal would show them.
func runCommand(t *testing.T, line string) (string, bool) {
	args := strings.Fields(strings.Replace(line, "go run ./cmd/assay", "assay", 1))
	if len(args) == 0 || args[0] != "assay" {
		return "", false
	}
	var both bytes.Buffer
	env := map[string]string{"COLUMNS": "80", "NO_COLOR": "1", "LANG": "C.UTF-8"}
	run(t.Context(), args[1:], program{in: strings.NewReader(""), out: &both, err: &both, env: func(k string) string { return env[k] }})
	return strings.TrimSuffix(both.String(), "\n"), true
}

// matches reports whether got is want, where a line "..." in want stands for any lines.
func matches(want, got []string) bool {
	for i, line := range want {
		if line == "..." {
			for j := i; j <= len(got); j++ {
				if matches(want[i+1:], got[j:]) {
					return true
				}
			}
			return false
		}
		if i >= len(got) || strings.TrimRight(line, " ") != strings.TrimRight(got[i], " ") {
			return false
		}
	}
	return len(want) == len(got)
}

// shorten is got, with as many lines kept before and after "..." as want had.
func shorten(got, want string) string {
	before, after, cut := strings.Cut("\n"+want+"\n", "\n...\n")
	lines := strings.Split(got, "\n")
	head, tail := strings.Count(before, "\n"), strings.Count(after, "\n")
	if !cut || head+tail >= len(lines) {
		return got
	}
	return strings.Join(append(append(lines[:head:head], "..."), lines[len(lines)-tail:]...), "\n")
}

func TestMatches(t *testing.T) {
	tests := []struct {
		want, got string
		matches   bool
	}{
		{"a\nb", "a\nb", true},
		{"a", "a\nb", false},
		{"a\nb", "a", false},
		{"a\n...", "a\nb\nc", true},
		{"a\n...\nc", "a\nc", true},
		{"a\n...\nc", "a\nb", false},
		{"...\nb\n...", "a\nb\nc", true},
		{"...", "", true},
	}
	for _, tt := range tests {
		if got := matches(strings.Split(tt.want, "\n"), strings.Split(tt.got, "\n")); got != tt.matches {
			t.Errorf("%q against %q: %v", tt.want, tt.got, got)
		}
	}
	if got := shorten("1\n2\n3\n4\n5", "a\n...\nb"); got != "1\n...\n5" {
		t.Errorf("shortened to %q", got)
	}
}
