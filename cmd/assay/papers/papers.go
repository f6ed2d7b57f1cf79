// Package papers reads the files of an audit from the disk: statements of payouts, however long, and tells
// what is to be known of them.
//
// Statement reads one, with progress and until it is interrupted; Frozen tells a frozen audit from a
// statement by its first bytes; Files opens them on the disk or in a frozen audit, and keeps what is to be
// frozen. A long file that is not kept is never held as a whole.
//
// Nothing in it is promised to other modules.
package papers

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/assaymining/assay/adapter/collector"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/evidence"
	"github.com/assaymining/assay/payout/statement"
)

// long is a file whose bytes are more than all else that an audit holds.
const long = 8 << 20

// Statement reads the statement in file, and tells on to how it went.
func Statement(ctx context.Context, to io.Writer, path string, file io.Reader, opt statement.Options) (
	*statement.Statement, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > long {
		defer collector.Eagerly(25)() // what was read and summed is let go of soon
	}
	s, err := statement.Read(path, &until{ctx, console.Tenths(to, path, file)}, opt)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, commandline.Wrong(err.Error(), "")
	}
	tell(to, path, s)
	return s, nil
}

// tell says what was read and what was not used.
func tell(to io.Writer, path string, s *statement.Statement) {
	fmt.Fprintf(to, "assay: %s: %s, %d rows used of %d\n", path, s.Format, s.Used(), s.Read)
	if s.ByDay {
		fmt.Fprintf(to, "assay: %s: its rows were summed by day as they were read\n", path)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(to, "assay: warning: %s: %s\n", path, n)
	}
	for _, r := range s.Refused[:min(len(s.Refused), 10)] {
		fmt.Fprintf(to, "assay: warning: %s:%d: not used: %s\n", path, r.Row, r.Why)
	}
	if n := len(s.Refused) + s.More - 10; n > 0 {
		fmt.Fprintf(to, "assay: warning: %s: %d more rows not used\n", path, n)
	}
}

// until is a file that is read until nobody waits for it any more.
type until struct {
	ctx context.Context
	io.Reader
}

// Read is io.Reader.
func (u *until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(b)
}

// Frozen reports whether a file is a frozen audit; what cannot be read is none.
func Frozen(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false // what was read of a pipe cannot be read again
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	return evidence.IsAudit(head[:n])
}
