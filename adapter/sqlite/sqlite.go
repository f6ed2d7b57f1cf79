// Package sqlite keeps facts in one file: blocks with fees, days, prices, quotes, and for each the
// address, time and hash of the bytes that it was read from.
//
// A Store only ever adds. What a source says differently later is added beside what it said first
// and noted as a change; blocks that a reorganisation took out of the chain are moved aside, not
// deleted. Each Put is one transaction with a synced journal: after a kill, a cut or a full disk the
// file holds all of it or nothing. It judges nothing: what may be stored is decided by its caller.
//
// The file uses a rollback journal, not a write-ahead log, so that it is one file which can be read
// from a read-only place.
//
// Nothing in it is promised to other modules.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/assaymining/assay/need"
)

// Store is one open file. It is safe for concurrent use.
type Store struct {
	db     *sql.DB
	path   string
	copied string // the directory of the copy that is read in its place; empty: none
}

// version is the form of the file; a file of a later form is refused.
const version = 1

// Close closes the file.
func (s *Store) Close() error {
	err := s.db.Close()
	if s.copied != "" {
		err = errors.Join(err, os.RemoveAll(s.copied))
	}
	return err
}

// Path is the file's name.
func (s *Store) Path() string { return s.path }

// schema is the form of the file. Rows are added and never changed, except that stale takes blocks over
// from blocks, state holds what is not a fact, and closes.changed says which of a venue's prices are in
// use.
const schema = `
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reads (id INTEGER PRIMARY KEY, source TEXT NOT NULL, what TEXT NOT NULL, url TEXT NOT NULL, at TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE blocks (height INTEGER PRIMARY KEY, header BLOB NOT NULL CHECK (length(header) = 80), fees INTEGER, read INTEGER NOT NULL REFERENCES reads);
CREATE TABLE stale (id INTEGER PRIMARY KEY, height INTEGER NOT NULL, header BLOB NOT NULL, fees INTEGER, read INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE turns (height INTEGER PRIMARY KEY, last BLOB NOT NULL, first BLOB NOT NULL, read INTEGER NOT NULL REFERENCES reads);
CREATE TABLE days (id INTEGER PRIMARY KEY, day INTEGER NOT NULL, difficulty REAL NOT NULL, fees INTEGER, subsidy INTEGER NOT NULL, blocks INTEGER NOT NULL, first INTEGER NOT NULL, read INTEGER NOT NULL REFERENCES reads);
CREATE INDEX days_day ON days (day);
CREATE TABLE closes (id INTEGER PRIMARY KEY, currency TEXT NOT NULL, day INTEGER NOT NULL, venue TEXT NOT NULL, price REAL NOT NULL, changed INTEGER NOT NULL, read INTEGER NOT NULL REFERENCES reads);
CREATE INDEX closes_key ON closes (currency, day, venue);
CREATE TABLE prices (id INTEGER PRIMARY KEY, currency TEXT NOT NULL, day INTEGER NOT NULL, price REAL NOT NULL, spread REAL NOT NULL, used TEXT NOT NULL, leftout TEXT NOT NULL);
CREATE INDEX prices_key ON prices (currency, day, price);
CREATE TABLE quotes (id INTEGER PRIMARY KEY, venue TEXT NOT NULL, what TEXT NOT NULL, sat REAL NOT NULL, available REAL NOT NULL, at INTEGER NOT NULL, read INTEGER NOT NULL REFERENCES reads);
CREATE TABLE notes (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, says TEXT NOT NULL, UNIQUE (kind, subject, says));
`

// added is what files of this form got later; a program that does not know it leaves it alone. Transactions
// hold their bytes without witnesses, and the block they were seen in; both can be asked for again.
const added = `
CREATE TABLE IF NOT EXISTS transactions (id BLOB PRIMARY KEY, bytes BLOB NOT NULL, block BLOB, height INTEGER,
	time INTEGER) WITHOUT ROWID;
`

// prepare makes a new file's tables and checks an old one's form.
func (s *Store) prepare() error {
	err := s.check()
	if err == nil {
		_, err = s.db.Exec(added)
	}
	if !errors.Is(err, ErrEmpty) {
		return err
	}
	return s.tx(context.Background(), func(tx *sql.Tx) error {
		if _, err := tx.Exec(schema + added); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO state VALUES ('version', ?)", fmt.Sprint(version))
		return err
	})
}

// check is nil for a store of a known form, and ErrEmpty for a file without a table. It reads, and so rolls
// back what a killed writer left half done.
func (s *Store) check() error {
	var tables int
	if err := s.db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if tables == 0 {
		return ErrEmpty
	}
	v, err := s.State("version")
	if err != nil {
		return fmt.Errorf("it is not a store of assay: %w", err)
	}
	if v != fmt.Sprint(version) {
		return fmt.Errorf(
			"it has form %.20q, this program knows form %d; use a newer version of assay",
			v,
			version,
		)
	}
	return nil
}

// tx runs do in one transaction.
func (s *Store) tx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return explain(err)
	}
	return explain(tx.Commit())
}

// State is a value of the file's own, such as the network; empty if it was never set.
func (s *Store) State(key string) (string, error) {
	var v string
	err := s.db.QueryRow("SELECT value FROM state WHERE key = ?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// SetState sets a value of the file's own.
func (s *Store) SetState(ctx context.Context, key, value string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(
			"INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
			key,
			value,
		)
		return err
	})
}

// Errors that a caller may tell apart.
var (
	errFull = errors.New(
		"the disk is full; nothing of this step was kept, all before it is safe: free some space and run it again",
	)
	ErrReadOnly = errors.New(
		"the store cannot be written; nothing was changed: give a place that can be written with " + need.Store.As(
			"FILE",
		),
	)
	ErrEmpty = errors.New("the store is empty: its first update was cut; run \"assay data update\" again")
	errBusy  = errors.New("another update is writing to the store; wait until it has finished")

	ErrDamaged = errors.New(
		"the file is damaged or no store of assay; move it away and run \"assay data update\" again",
	)
)

// explain says what an error of SQLite means to the user.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w (%v)", errFull, e)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%w (%v)", ErrReadOnly, e)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fmt.Errorf("%w (%v)", ErrDamaged, e)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("another assay is writing to the store; wait until it has finished (%w)", err)
	case lib.SQLITE_IOERR:
		if strings.Contains(e.Error(), "full") || strings.Contains(e.Error(), "no space") {
			return fmt.Errorf("%w (%v)", errFull, e)
		}
	}
	return err
}

// Integrity is nil if SQLite finds the file whole.
func (s *Store) Integrity(ctx context.Context) error {
	var says string
	if err := s.db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&says); err != nil {
		return explain(err)
	}
	if says != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, says)
	}
	return nil
}

// Exists reports whether there is a file at path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func now() string { return time.Now().UTC().Format(time.RFC3339) }
