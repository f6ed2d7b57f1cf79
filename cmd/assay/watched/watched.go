// Package watched reads the file that tells assay watch how to repeat an audit.
//
// Is tells such a file from an offer, Audit makes the arguments of assay audit from it: its keys are the
// flags, its paths stand beside the file. What would write a file has no place in it.
//
// Nothing in it is promised to other modules.
package watched

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/assaymining/assay/cmd/assay/commandline"
)

// schema names the form of the file.
const schema = "assay/watch/v1"

// file says how to repeat an audit.
type file struct {
	Schema string         `yaml:"schema"`
	Name   string         `yaml:"name"`
	Audit  map[string]any `yaml:"audit"`
}

// Is reports whether a file names the schema near its beginning.
func Is(data []byte) bool { return bytes.Contains(data[:min(len(data), 4096)], []byte(schema)) }

// Audit is what the file at path calls the audit, and the arguments of assay audit.
func Audit(path string, data []byte) (name string, args []string, err error) {
	var w file
	if err := yaml.UnmarshalWithOptions(data, &w, yaml.Strict()); err != nil {
		return "", nil, commandline.Wrong("not a file of "+schema+": "+err.Error(), "")
	}
	args, err = w.args(filepath.Dir(path))
	return cmp.Or(w.Name, path), args, err
}

// args are the arguments of the audit, its paths taken from the folder of the file.
func (w *file) args(folder string) ([]string, error) {
	args := []string{"--json"}
	var files []string
	beside := func(v any) string {
		if s := fmt.Sprint(v); filepath.IsAbs(s) {
			return s
		}
		return filepath.Join(folder, fmt.Sprint(v))
	}
	var names []string
	for name := range w.Audit {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := w.Audit[name]
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		for _, v := range list {
			switch name {
			case "contract":
				files = slices.Insert(files, 0, beside(v))
			case "payouts":
				files = append(files, beside(v))
			case "json", "html", "pdf", "export", "evidence", "force":
				return nil, commandline.Wrong(
					fmt.Sprintf("%q has no place in what is watched: it writes", name), "")
			case "counts", "history":
				args = append(args, "--"+name+"="+beside(v))
			default:
				args = append(args, fmt.Sprintf("--%s=%v", strings.ReplaceAll(name, "_", "-"), v))
			}
		}
	}
	return append(append(args, "--"), files...), nil
}
