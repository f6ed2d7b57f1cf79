package facts

import (
	"fmt"
	"io"
	"os"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
)

// maxHistoryBytes bounds a history file: 20,000 days of twelve columns stay below 4 MB.
const maxHistoryBytes = 32 << 20

// History is the embedded history with the figures of the user's store, where there is one, or the
// one in a CSV file or another store.
func (k Keeper) History(path string) (*market.History, error) {
	if path == "" || isStore(path) {
		return k.Merged(path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxHistoryBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxHistoryBytes {
		return nil, commandline.Wrong(fmt.Sprintf("%s is larger than 32 MiB", path),
			"a history has one line per day: see assay data status --help")
	}
	h, err := market.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, w := range h.Warnings() {
		fmt.Fprintf(k.Err, "assay: warning: %s: %s\n", path, w)
	}
	return h, nil
}
