package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/facts"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/market"
)

// storeFlag adds --store to a verb that reads or writes the user's store of facts.
func storeFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "store", "", "`FILE` of the facts fetched by \"assay data update\" (default in your data directory)")
}

// storePath is the file of the store: as given, else facts.sqlite in the user's data directory
// (XDG Base Directory Specification on Linux); empty if there is no such directory.
func (p *program) storePath(given string) string {
	if given != "" {
		return given
	}
	dir := p.env("XDG_DATA_HOME")
	if home := p.env("HOME"); dir == "" && home != "" {
		dir = filepath.Join(home, ".local", "share")
		if runtime.GOOS == "darwin" {
			dir = filepath.Join(home, "Library", "Application Support")
		}
	}
	if runtime.GOOS == "windows" && p.env("XDG_DATA_HOME") == "" {
		dir = p.env("LocalAppData")
	}
	if !filepath.IsAbs(dir) { // the specification ignores relative paths
		return ""
	}
	return filepath.Join(dir, "assay", "facts.sqlite")
}

// needStore opens the store for reading, or says how to get one.
func (p *program) needStore(given string) (*sqlite.Store, error) {
	path := p.storePath(given)
	if path == "" {
		return nil, &misuse{"there is no data directory", "name the store with --store FILE"}
	}
	if !sqlite.Exists(path) {
		return nil, &misuse{fmt.Sprintf("there is no store %s", path), "fetch facts first: assay data update"}
	}
	return sqlite.OpenRead(path)
}

// storedHistory is the embedded history with the store's figures laid over it; without a store it is
// the embedded one.
func (p *program) storedHistory(given string) (*market.History, error) {
	path := p.storePath(given)
	if path == "" || given == "" && !sqlite.Exists(path) {
		return market.Embedded(), nil
	}
	s, err := p.needStore(given)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	h, err := facts.History(context.Background(), s, market.Embedded())
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	return h, nil
}

// isStore reports whether a file begins as SQLite's do (file format, section 1.3).
func isStore(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := f.Read(head)
	return string(head[:n]) == "SQLite format 3\x00"
}
