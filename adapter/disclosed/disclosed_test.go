package disclosed

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
)

// asked keeps the addresses that were asked for.
type asked []string

func (a *asked) Get(_ context.Context, address string) ([]byte, error) {
	*a = append(*a, address)
	return nil, nil
}

// Of an address nothing is asked but what lies below it, whatever a file names.
func TestAnAddressIsReadBelowItself(t *testing.T) {
	const at = "http://provider.example/published/"
	for name, want := range map[string]string{
		"days/2026-03-01.txt": at + "days/2026-03-01.txt", "x?of=all": at + "x%3Fof=all", "x#y": at + "x%23y",
		"%2e%2e/keys": at + "%252e%252e/keys", "a b": at + "a%20b",
		"../keys": "", "/keys": "", "": "", "a/../../keys": "", "http://other.example/": "",
	} {
		var got asked
		f, err := open("http://provider.example/published", &got)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Open(t.Context(), name)
		if want == "" && (err == nil || len(got) > 0) || want != "" && (err != nil || len(got) != 1 || got[0] != want) {
			t.Errorf("%q asks for %q, %v; want %q", name, got, err, want)
		}
	}
}

// A folder that a stranger packed leads nowhere else, whatever it names or links to.
func TestAFolderIsReadAndNothingElse(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "wallet"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, to := range map[string]string{
		"index.txt": filepath.Join(outside, "wallet"), "up": "..", "days": outside, "self": "self",
		"zero": "/dev/zero",
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "key.txt"), []byte("key"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{
		"index.txt", "days/wallet", "up/x", "self", "zero", "../wallet", "/etc/passwd", "", ".", "a//b",
		"a\x00b", filepath.Join(outside, "wallet"),
	} {
		r, err := f.Open(t.Context(), name)
		if err == nil {
			r.Close()
			t.Errorf("%q is opened", name)
		}
	}
	r, err := f.Open(t.Context(), "key.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); err != nil || string(b) != "key" {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := open(filepath.Join(dir, "key.txt"), nil); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// TestASlipAccusesNobody: a file that is no receipt, a folder of receipts and a folder in which nobody
// publishes are slips of who asks: each is told with what to name instead, and no provider is judged by it.
func TestASlipAccusesNobody(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	if err := os.Mkdir(public, 0o755); err != nil {
		t.Fatal(err)
	}
	index, other := filepath.Join(public, "index.txt"), filepath.Join(dir, "page.txt")
	for _, name := range []string{index, other} {
		if err := os.WriteFile(name, []byte("something\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		where, receipt, want string
	}{
		{public, other, "page.txt is no receipt: line 1"}, {public, dir, filepath.Join(dir, "*.txt")},
		{public, filepath.Join(dir, "none"), "none"}, {dir, "", "one is in " + public},
		{filepath.Join(dir, "gone"), "", "name the folder or the address"},
	} {
		var receipts []string
		if c.receipt != "" {
			receipts = []string{c.receipt}
		}
		report, err := Recompute(t.Context(), c.where, receipts, nil, nil, recompute.Signed{})
		if report != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %+v, %v; want %q", c.where, c.receipt, report, err, c.want)
		}
	}
}
