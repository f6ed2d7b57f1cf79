// Command words compiles the language files of reading/language into words.bin beside them, the table that
// the program looks words up in. Run it at the top of the repository after a change to a language file:
//
//	make words
//
// Until that is done a test of package language fails and says so.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/assaymining/assay/reading/language"
)

// folder is where the language files lie, from the top of the repository.
const folder = "reading/language"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "words: error:", err)
		os.Exit(1)
	}
}

func run() error {
	table, err := language.Compile(os.DirFS(folder))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "words.bin"), table, 0o644)
}
