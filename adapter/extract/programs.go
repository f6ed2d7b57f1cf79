package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// scanned is how many pages of a scan are read.
const scanned = "6"

// ofPDF is the text layer of a PDF, or else what is read in the pictures of its pages.
func ofPDF(ctx context.Context, data []byte) (string, error) {
	text, err := run(ctx, data, "pdftotext", "-layout", "-enc", "UTF-8", "-", "-")
	if err != nil || strings.TrimSpace(text) != "" {
		return text, err
	}
	dir, err := os.MkdirTemp("", "assay-scan-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	pages, err := pictures(ctx, data, dir)
	for i := 0; i < len(pages) && err == nil; i++ {
		var page []byte
		if page, err = os.ReadFile(pages[i]); err != nil {
			break
		}
		var words string
		words, err = ofPicture(ctx, page)
		text += words + "\n"
	}
	return text, err
}

// pictures draws the first pages of a PDF into a folder, and is their names.
func pictures(ctx context.Context, data []byte, dir string) ([]string, error) {
	if _, err := run(ctx, data, "pdftoppm", "-r", "200", "-gray", "-png", "-l", scanned, "-",
		filepath.Join(dir, "page")); err != nil {
		return nil, err
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.png"))
	slices.Sort(pages)
	return pages, err
}

// ofPicture is what is read in a picture, in the languages that are installed.
func ofPicture(ctx context.Context, data []byte) (string, error) {
	text, err := run(ctx, data, "tesseract", "stdin", "stdout", "-l", languages(ctx),
		"-c", "tessedit_pageseg_mode=6") // one block of text
	return namesOfMachines(text), err
}

// machine is a machine's name whose S was seen as a sign that looks like it: after its maker's word, or
// before what only such names have.
var (
	machineAfter = regexp.MustCompile(`(?i)(antminer[ \t]+)[$§5](9|1[579]|2[1-9])` +
		`([jke+]?(?:[^\w.,]|[.,]\s|[.,]?$))`)
	machineBefore = regexp.MustCompile(`[$§](1[579]|2[1-9])([jk]? ?(?:XP|Hyd)|[jk] ?Pro)`)
)

// namesOfMachines gives machines in a picture their names back: "Antminer $21" is an S21, and no price.
func namesOfMachines(text string) string {
	text = machineAfter.ReplaceAllString(text, "${1}S${2}${3}")
	return machineBefore.ReplaceAllString(text, "S${1}${2}")
}

// languages is those that tesseract has, at most six, as its option takes them.
func languages(ctx context.Context) string {
	out, err := bounds(ctx, "tesseract", []string{"-" + "-list-langs"}).CombinedOutput()
	var all []string
	for _, line := range strings.Fields(string(out)) {
		if language.MatchString(line) && !slices.Contains(noLanguage, line) {
			all = append(all, line)
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		if (a == "eng") != (b == "eng") {
			return map[bool]int{true: -1, false: 1}[a == "eng"]
		}
		return 0
	})
	if err != nil || len(all) == 0 {
		return "eng"
	}
	return strings.Join(all[:min(len(all), 6)], "+")
}

// language is a name as tesseract's files have it; noLanguage is other words that its list has.
var (
	language   = regexp.MustCompile(`^[a-z]{3}(_[a-z]+)?$`)
	noLanguage = []string{"osd", "equ", "snum"}
)

// What a program of the system may take: kilobytes of address space, seconds of processor time, blocks of
// 512 bytes of a file that it writes (16 MiB; a page of A4 has 3.9 MB at most), and how far it stands back
// for judgements (nice: with 5 it has a quarter of a processor that both want).
const memory, seconds, blocks, behind = "1000000", "30", "32768", "5"

// run gives the bytes to a program of the system and is what it prints.
func run(ctx context.Context, data []byte, name string, args ...string) (string, error) {
	return runFor(ctx, limit, data, name, args...)
}

// runFor is run of a program that may take so long.
func runFor(ctx context.Context, long time.Duration, data []byte, name string, args ...string) (string,
	error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", &Error{name + " is not installed, which reads this kind of file",
			"install " + name + ", or paste the words"}
	}
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	cmd := bounds(ctx, path, args)
	cmd.Stdin = bytes.NewReader(data)
	out, complaint := &bounded{}, &bounded{}
	cmd.Stdout, cmd.Stderr = out, complaint
	if err := cmd.Run(); err != nil {
		said := strings.ToLower(complaint.String())
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return "", &Error{fmt.Sprintf("%s took longer than %s", name, long), "paste the words"}
		case strings.Contains(said, "password") || strings.Contains(said, "encrypt"):
			return "", &Error{"the PDF is encrypted", "save it without a password, or paste the words"}
		}
		return "", &Error{fmt.Sprintf("%s could not read the file", name), "is it whole? paste the words"}
	}
	return strings.ToValidUTF8(out.String(), " "), nil
}

// bounded keeps the first two megabytes that are written to it. The buffer is no part of its methods: with
// ReadFrom it would be filled without Write.
type bounded struct{ kept bytes.Buffer }

// Write keeps what there is room for.
func (b *bounded) Write(p []byte) (int, error) {
	if room := 2<<20 - b.kept.Len(); room > 0 {
		b.kept.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

// String is what was kept.
func (b *bounded) String() string { return b.kept.String() }

// bounds runs a program under limits of memory, time and files where a shell can set them, behind what else
// is computed, and as the first to be ended where memory is short. It is told nothing of the environment but
// what it needs: a program that a file has taken over finds no keys there.
func bounds(ctx context.Context, path string, args []string) *exec.Cmd {
	shell, err := exec.LookPath("sh")
	if err != nil {
		cmd := exec.CommandContext(ctx, path, args...)
		cmd.Env = environment()
		return cmd
	}
	script := "ulimit -v " + memory + "; ulimit -t " + seconds + "; ulimit -f " + blocks +
		"; ulimit -c 0; " +
		`{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; exec "$@"`
	all := append([]string{"-c", script, "sh"}, nice()...)
	cmd := exec.CommandContext(ctx, shell, append(append(all, path), args...)...)
	cmd.Env = environment()
	return cmd
}

// nice is the program before another that makes it stand back; none where it is not installed.
func nice() []string {
	path, err := exec.LookPath("nice")
	if err != nil {
		return nil
	}
	return []string{path, "-n", behind}
}

// environment is what programs are told of ours: where they find themselves, their languages and fonts.
func environment() []string {
	told := []string{"OMP_THREAD_LIMIT=1"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TEMP", "SYSTEMROOT", "LANG", "LC_ALL",
		"LC_CTYPE", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE"} {
		if value, set := os.LookupEnv(name); set {
			told = append(told, name+"="+value)
		}
	}
	return told
}
