package law

import (
	"strings"
	"testing"
)

// The program that verifies contains no line of what it verifies: cmd/assay reaches neither the provider's wing
// nor the miners' protocols, and what they bring along.
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
