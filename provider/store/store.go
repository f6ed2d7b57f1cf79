// Package store keeps a provider's books and records in a database: SQLite in one file, or PostgreSQL by an
// address.
//
// Store opens one; Do runs a function in one transaction that happens wholly or not at all and alone.
// Journals are only ever added: the database itself refuses to change or delete one. A failed commit is
// an error even where it had happened, so that whoever uses it must be able to run again.
//
// It judges nothing: what may be posted is said by ledger, what it means by desk.
//
// Nothing in it is promised to other modules.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/assaymining/assay/provider/desk"
)

// Store is one open database. It is safe for concurrent use; transactions run one after the other.
type Store struct {
	db      *sql.DB
	dialect *dialect
	turn    chan struct{} // one writer at a time
	lease   *sql.Conn     // holds PostgreSQL's lock for as long as the store is open
}

// dialect is what differs between databases.
type dialect struct {
	name      string
	bytes     string // the type of a column of bytes
	number    string // the type of a column of 64 bits
	guard     string // statements that refuse changes of journals
	isolation sql.IsolationLevel
	retry     func(error) bool
	arguments func(query string) string
}

var sqliteDialect = &dialect{
	name: "sqlite", bytes: "BLOB", number: "INTEGER",
	guard: `
CREATE TRIGGER IF NOT EXISTS journal_kept BEFORE UPDATE ON journal
	BEGIN SELECT RAISE(ABORT, 'journals are only added'); END;
CREATE TRIGGER IF NOT EXISTS journal_stays BEFORE DELETE ON journal
	BEGIN SELECT RAISE(ABORT, 'journals are only added'); END;`,
	retry: func(err error) bool {
		var e *sqlite.Error
		return errors.As(err, &e) &&
			(e.Code()&0xff == lib.SQLITE_BUSY || e.Code()&0xff == lib.SQLITE_LOCKED)
	},
	arguments: func(query string) string { return query },
}

var postgresDialect = &dialect{
	name: "postgres", bytes: "BYTEA", number: "BIGINT",
	guard: `
CREATE OR REPLACE FUNCTION assay_journal_kept() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN RAISE EXCEPTION 'journals are only added'; END $$;
CREATE OR REPLACE TRIGGER journal_kept BEFORE UPDATE OR DELETE ON journal
	FOR EACH ROW EXECUTE FUNCTION assay_journal_kept();`,
	isolation: sql.LevelSerializable,
	retry: func(err error) bool { // serialization_failure, deadlock_detected
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
	},
	arguments: numbered,
}

// numbered writes the ? of a query as $1, $2 ...
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// migrations are run in order, each once: forward only. %[1]s is the type of bytes, %[2]s of 64 bits.
var migrations = []string{`
CREATE TABLE journal (seq %[2]s PRIMARY KEY, id %[1]s NOT NULL UNIQUE, kind TEXT NOT NULL,
	day INTEGER NOT NULL,
	bytes %[1]s NOT NULL, hash %[1]s NOT NULL CHECK (length(hash) = 32));
CREATE TABLE balance (page %[2]s PRIMARY KEY, sums %[1]s NOT NULL CHECK (length(sums) = 8192));
CREATE TABLE record (bucket TEXT NOT NULL, key TEXT NOT NULL, value %[1]s NOT NULL,
	PRIMARY KEY (bucket, key));
`}

// Open opens a database and brings its form up to date: an address that begins with postgres:// or
// postgresql://, else the name of a file, which is made where there is none. A PostgreSQL that another
// provider holds is refused.
func Open(ctx context.Context, address string) (*Store, error) {
	s := &Store{dialect: sqliteDialect, turn: make(chan struct{}, 1)}
	driver := "sqlite"
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		s.dialect, driver = postgresDialect, "pgx"
	} else {
		path, err := filepath.Abs(address)
		if err != nil {
			return nil, err
		}
		u := url.URL{Scheme: "file", Path: path, RawQuery: "_txlock=immediate&_pragma=journal_mode(WAL)" +
			"&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)"}
		address = u.String()
	}
	var err error
	if s.db, err = sql.Open(driver, address); err != nil {
		return nil, hide(err, address)
	}
	s.db.SetMaxOpenConns(4)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(hide(err, address), s.Close())
	}
	return s, nil
}

// hide keeps an address with its password out of a message.
func hide(err error, address string) error {
	return errors.New(strings.ReplaceAll(err.Error(), address, "the database"))
}

// leaseKey is the number of PostgreSQL's lock: "assay" in ASCII.
const leaseKey = 0x6173736179

// How often the lease is asked for, and how long apart: of a provider that has just ended the database may
// hold it until it has noticed.
const (
	leaseTries = 50
	leaseApart = 100 * time.Millisecond
)

// takeLease takes the lock that one provider alone may have.
func (s *Store) takeLease(ctx context.Context) error {
	for range leaseTries {
		var held bool
		row := s.lease.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", leaseKey)
		if err := row.Scan(&held); err != nil || held {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(leaseApart):
		}
	}
	return errors.New("another provider has this database open; stop it first")
}

func (s *Store) prepare(ctx context.Context) error {
	if s.dialect == postgresDialect {
		var err error
		if s.lease, err = s.db.Conn(ctx); err != nil {
			return err
		}
		if err := s.takeLease(ctx); err != nil {
			return err
		}
	}
	_, err := s.db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY)")
	if err != nil {
		return err
	}
	var done int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM migration").Scan(&done); err != nil {
		return err
	}
	if done > len(migrations) {
		return fmt.Errorf(
			"the database has form %d, and this program knows %d; use a newer one",
			done,
			len(migrations),
		)
	}
	for n := done; n < len(migrations); n++ {
		if err := s.migrate(ctx, n); err != nil {
			return err
		}
	}
	_, err = s.db.ExecContext(ctx, s.dialect.guard)
	return err
}

func (s *Store) migrate(ctx context.Context, n int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	form := fmt.Sprintf(migrations[n], s.dialect.bytes, s.dialect.number)
	if _, err := tx.ExecContext(ctx, form); err != nil {
		return err
	}
	insert := s.dialect.arguments("INSERT INTO migration (number) VALUES (?)")
	if _, err := tx.ExecContext(ctx, insert, n+1); err != nil {
		return err
	}
	return tx.Commit()
}

// Close closes the database.
func (s *Store) Close() error {
	var err error
	if s.lease != nil {
		err = s.lease.Close()
	}
	return errors.Join(err, s.db.Close())
}

// attempts bounds how often a transaction is tried that the database turned away for another's sake.
const attempts = 8

// Do runs f in one transaction, alone. What f returns undoes it. f may run more than once and must depend on
// nothing but what it reads in the transaction.
func (s *Store) Do(ctx context.Context, f func(desk.Tx) error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for n := 1; ; n++ {
		err := s.once(ctx, f)
		if err == nil || n == attempts || !s.dialect.retry(err) {
			return err
		}
		select {
		case <-time.After(time.Duration(n) * 5 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) once(ctx context.Context, f func(desk.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: s.dialect.isolation})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &Tx{ctx: ctx, tx: tx, dialect: s.dialect, pages: map[int64]*page{}}
	if err := f(t); err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	return tx.Commit()
}
