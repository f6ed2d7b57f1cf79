package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
)

// TestKeep keeps transactions with and without a block, moves one to another block, and refuses bytes that
// were changed in the file.
func TestKeep(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "facts.sqlite")
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := trace.ParseTx(btcdtest.Coinbase(5, "text",
		[]btcdtest.Paid{{Sat: 7, Script: btcdtest.Script(1)}}))
	if err != nil {
		t.Fatal(err)
	}
	b, err := trace.ParseTx(btcdtest.Transaction([]btcdtest.Spend{{ID: a.ID}},
		[]btcdtest.Paid{{Sat: 6, Script: btcdtest.Script(2)}}))
	if err != nil {
		t.Fatal(err)
	}
	a.Place = trace.Place{Block: chain.Hash{1}, Height: 5, Time: 99}
	if err := s.Keep(ctx, []trace.Tx{a, b}); err != nil {
		t.Fatal(err)
	}
	a.Place = trace.Place{Block: chain.Hash{2}, Height: 6, Time: 100}
	if err := s.Keep(ctx, []trace.Tx{a}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if s, err = sqlite.Open(path); err != nil {
		t.Fatal(err)
	}
	got, err := s.Kept(ctx, []chain.Hash{b.ID, {9}, a.ID})
	if err != nil || len(got) != 2 || got[0].ID != b.ID || got[0].Place.Mined() || got[1].Place != a.Place ||
		!slices.Equal(got[1].Bytes, a.Bytes) {
		t.Errorf("kept %+v, %v", got, err)
	}
	s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE transactions SET bytes = ? WHERE id = ?", b.Bytes, a.ID[:]); err != nil {
		t.Fatal(err)
	}
	// A file that was made before there were transactions gets their table when it is opened to be written.
	if _, err := db.Exec("ALTER TABLE transactions RENAME TO other"); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(path); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Kept(ctx, []chain.Hash{a.ID}); err != nil || len(got) != 0 {
		t.Errorf("a file without transactions: %v, %v", got, err)
	}
	s.Close()
	if _, err := db.Exec("DROP TABLE transactions; ALTER TABLE other RENAME TO transactions"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if s, err = sqlite.Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Kept(ctx, []chain.Hash{a.ID}); !errors.Is(err, sqlite.ErrDamaged) {
		t.Errorf("changed bytes: %v", err)
	}
}
