package law

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var linked = regexp.MustCompile(`https?://([A-Za-z0-9.-]+\.[A-Za-z]{2,})`)

// TestLinksGoToReviewedHosts holds every link of the program, its rules, examples and pages to the hosts that
// somebody has looked at, so that nobody is sent to a mirror or to spam, and the list names none in vain.
func TestLinksGoToReviewedHosts(t *testing.T) {
	data, err := os.ReadFile("hosts.txt")
	if err != nil {
		t.Fatal(err)
	}
	reviewed := map[string]bool{} // host: is linked to
	for line := range strings.Lines(string(data)) {
		if host, what, ok := strings.Cut(strings.TrimSpace(line), " "); ok && host != "#" {
			if strings.TrimSpace(what) == "" {
				t.Errorf("hosts.txt: %s has no word on what it is", host)
			}
			reviewed[host] = false
		}
	}
	root := filepath.Join("..", "..")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if slices.Contains([]string{"testdata", ".git", "vendor", "dist", "bin", "node_modules"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		case strings.HasSuffix(path, "_test.go"),
			path == filepath.Join(root, "THIRD_PARTY.txt"),                          // other people's words, which make release writes
			strings.HasSuffix(path, filepath.FromSlash("trace/data/pools-v2.json")), // whose sites nothing links to
			!slices.Contains([]string{".go", ".md", ".yaml", ".html", ".js", ".txt", ".csv", ".json", ".jsonl", ".svg", ".css", ".tsv"}, filepath.Ext(path)):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range linked.FindAllStringSubmatch(string(text), -1) {
			host := strings.ToLower(m[1])
			if _, ok := reviewed[host]; !ok {
				t.Errorf("%s links to %s, which nobody has reviewed: add it to internal/law/hosts.txt "+
					"with what it is, "+
					"if it is the publisher's own", path, host)
			}
			reviewed[host] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for host, used := range reviewed {
		if !used {
			t.Errorf("hosts.txt names %s, to which nothing links", host)
		}
	}
}
