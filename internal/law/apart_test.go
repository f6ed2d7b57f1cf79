package law

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The program that verifies contains no line of what it verifies: cmd/assay reaches neither the provider's
// wing nor the miners' protocols, and what they bring along.
func TestVerifierIsApart(t *testing.T) {
	m, err := load("../..")
	if err != nil {
		t.Fatal(err)
	}
	for door, may := range map[string]bool{"cmd/assay": false, "cmd/assay-provider": true} {
		way := map[string]string{door: door}
		queue := []string{door}
		var reached []string
		for len(queue) > 0 {
			p := m.at(queue[0])
			queue = queue[1:]
			if p == nil {
				continue
			}
			for _, f := range p.sources() {
				for _, s := range f.ast.Imports {
					path, ok := m.local(strings.Trim(s.Path.Value, `"`))
					if !ok || way[path] != "" {
						continue
					}
					way[path] = way[p.path] + " -> " + path
					queue = append(queue, path)
					if path == "stratum" || path == "provider" || strings.HasPrefix(path, "provider/") {
						reached = append(reached, way[path])
					}
				}
			}
		}
		if len(reached) > 0 != may {
			t.Errorf("%s reaches %q", door, reached)
		}
	}
}

// brought are the modules that came with the provider, and what came along with them.
var brought = []string{
	"github.com/btcsuite/", "github.com/decred/", "github.com/jackc/", "golang.org/x/crypto",
}

// The program that verifies links no module that came with the provider, however far below, on any
// system that it is released for; and the provider's does link each, so that none is named here in
// vain.
func TestVerifierLinksNoModuleOfIt(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		for door, may := range map[string]bool{"./cmd/assay": false, "./cmd/assay-provider": true} {
			linked := linkedBy(t, door, system)
			for _, module := range brought {
				of := func(m string) bool { return strings.HasPrefix(m, module) }
				if links := slices.ContainsFunc(linked, of); links != may {
					t.Errorf("%s links %s on %s: %v; the provider's modules are its program's alone: see\n"+
						"go list -deps -f '{{.ImportPath}} {{with .Module}}{{.Path}}{{end}}' %s",
						door, module, system, links, door)
				}
			}
		}
	}
}

// linkedBy are the modules that a program links on a system, as the go command says.
func linkedBy(t *testing.T, door, system string) []string {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", door)
	cmd.Dir, cmd.Env = "../..", append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", cmd, err)
	}
	return strings.Fields(string(out))
}
