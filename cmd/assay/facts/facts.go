// Package facts keeps the facts at hand for the program: the history that comes with it, the store of what
// was fetched since, files that were named, and the sources that are asked.
//
// It wires the adapters that fetch and keep, which do not know each other, and tells what it left out and
// what came of a fetch. A verdict is judged on what it hands over.
//
// Nothing in it is promised to other modules.
package facts

import (
	"fmt"
	"io"
	"time"
)

// Keeper keeps the facts of one user.
type Keeper struct {
	Env      func(string) string // the user's environment
	Out, Err io.Writer           // what came of a fetch; what is left out
	Version  string              // of the program, told to sources

	From     *Fetching     // what Live fetches, and from whom; nil: everything, from the public sources
	Patience time.Duration // with one request of a public source; 0: the client's default
}

// hint tells what may be done next.
func (k Keeper) hint(format string, args ...any) {
	fmt.Fprintf(k.Err, "assay: hint: "+format+"\n", args...)
}
