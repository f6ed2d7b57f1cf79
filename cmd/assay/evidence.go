package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay"
)

func evidenceCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Sign frozen evidence and check signatures",
		Long: "Evidence is what a verdict was judged on, frozen by \"assay evaluate --evidence FILE\": offer, facts, choices and\n" +
			"the verdict with its forecast, each with its hash. Signatures are signed notes (c2sp.org/signed-note, Ed25519):\n" +
			"text that anybody can read and check, also without assay.",
		Example: "  assay evidence key example.com/alice\n" +
			"  assay evidence sign deal.evidence --key alice.key\n" +
			"  assay evidence verify deal.evidence --key alice.pub",
		Args: cobra.ArbitraryArgs,
		RunE: verbMissing,
	}
	cmd.AddCommand(evidenceKeyCommand(p), evidenceSignCommand(p), evidenceVerifyCommand(p))
	return cmd
}

func evidenceKeyCommand(p *program) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "key NAME",
		Short: "Make a pair of keys to sign with",
		Long: "Make a pair of keys. NAME says whose it is, as a domain or an address, without spaces and plus signs. The secret\n" +
			"key goes to a file that only you can read, the public key beside it and to standard output.",
		Example: "  assay evidence key example.com/alice --out alice",
		Args:    arguments(1, 1, "the name of the signer"),
		RunE: func(_ *cobra.Command, args []string) error {
			if args[0] == "" || strings.ContainsAny(args[0], "+ \t\n") || len(args[0]) > 200 {
				return &misuse{fmt.Sprintf("%q cannot name a signer", args[0]), "write a name without spaces and plus signs, as in example.com/alice"}
			}
			secret, public, err := note.GenerateKey(rand.Reader, args[0])
			if err != nil {
				return err
			}
			if out == "" {
				out = filepath.Base(args[0])
			}
			if err := writeNew(out+".key", []byte(secret+"\n"), 0o600); err != nil {
				return err
			}
			if err := writeNew(out+".pub", []byte(public+"\n"), 0o644); err != nil {
				return err
			}
			fmt.Fprintf(p.err, "secret key: %s.key\npublic key: %s.pub\n", out, out)
			_, err = fmt.Fprintln(p.out, public)
			return err
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` for the keys, without .key and .pub (default: the last part of NAME)")
	return cmd
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, os.ErrExist) {
		return &misuse{fmt.Sprintf("%s is there already", path), "name another file with --out; a key that was lost cannot be made again"}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func evidenceSignCommand(p *program) *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:     "sign FILE",
		Short:   "Add your signature to frozen evidence",
		Long:    "Check that the evidence is whole and add a signature at its end. Signatures that are there stay.",
		Example: "  assay evidence sign deal.evidence --key alice.key",
		Args:    arguments(1, 1, "an evidence file"),
		RunE: func(_ *cobra.Command, args []string) error {
			signer, err := signerOf(key)
			if err != nil {
				return err
			}
			data, err := readEvidence(args[0])
			if err != nil {
				return err
			}
			n := unsigned(data)
			if _, _, err := assay.ReadEvidence([]byte(n.Text)); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			signed, err := note.Sign(n, signer)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if err := replaceFile(args[0], signed); err != nil {
				return err
			}
			fmt.Fprintf(p.err, "signed by %s\n", signer.Name())
			return nil
		},
	}
	cmd.Flags().StringVar(&key, "key", "", "`FILE` with your secret key, readable by you alone")
	cmd.MarkFlagRequired("key")
	return cmd
}

// signerOf reads a secret key; messages never show what is in the file.
func signerOf(path string) (note.Signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, &misuse{fmt.Sprintf("%s can be read by others (mode %04o)", path, info.Mode().Perm()), "chmod 600 " + path}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(data)))
	if err != nil {
		return nil, &misuse{fmt.Sprintf("%s does not hold a secret key", path), "make one: assay evidence key NAME"}
	}
	return signer, nil
}

// unsigned is a note with the signatures that it has, none of them checked.
func unsigned(data []byte) *note.Note {
	var found *note.UnverifiedNoteError
	if _, err := note.Open(data, note.VerifierList()); errors.As(err, &found) {
		return found.Note
	}
	return &note.Note{Text: string(data)}
}

func evidenceVerifyCommand(p *program) *cobra.Command {
	var keys []string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check frozen evidence: its hashes, its signatures, and the verdict judged again",
		Long: "Check that every part of the evidence has its hash, that the verdict comes out the same when judged again, and,\n" +
			"with --key, that the evidence is signed by that key. The exit code is 1 if something is wrong.",
		Example: "  assay evidence verify deal.evidence\n" +
			"  assay evidence verify deal.evidence --key alice.pub",
		Args: arguments(1, 1, "an evidence file"),
		RunE: func(_ *cobra.Command, args []string) error { return p.verifyEvidence(args[0], keys) },
	}
	cmd.Flags().StringArrayVar(&keys, "key", nil, "public key of a signer, or `FILE` with it; repeatable, one must have signed")
	return cmd
}

func (p *program) verifyEvidence(path string, keys []string) error {
	data, err := readEvidence(path)
	if err != nil {
		return err
	}
	var verifiers []note.Verifier
	for _, k := range keys {
		v, err := verifierOf(k)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, v)
	}
	n := unsigned(data)
	if len(verifiers) > 0 {
		opened, err := note.Open(data, note.VerifierList(verifiers...))
		if err != nil {
			return fmt.Errorf("%s: not signed by the key: %w", path, err)
		}
		for _, s := range opened.Sigs {
			fmt.Fprintf(p.out, "good  signature of %s\n", s.Name)
		}
		n = opened
	}
	for _, s := range n.UnverifiedSigs {
		fmt.Fprintf(p.out, "      signature of %s: not checked, give its public key with --key\n", s.Name)
	}
	if len(n.Sigs)+len(n.UnverifiedSigs) == 0 {
		fmt.Fprintf(p.out, "      not signed\n")
	}
	j, err := rejudge([]byte(n.Text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	fmt.Fprintf(p.out, "good  hashes of offer, history and verdict\n")
	if !j.same {
		return fmt.Errorf("%s: judged again by %s, the verdict is not the one that %s gave; the frozen one has its hash and stands",
			path, version(), j.evidence.Version)
	}
	_, err = fmt.Fprintf(p.out, "good  the verdict, judged again to the same bytes\n")
	return err
}

// verifierOf reads a public key given as such or in a file.
func verifierOf(key string) (note.Verifier, error) {
	text := key
	if data, err := os.ReadFile(key); err == nil {
		text = strings.TrimSpace(string(data[:min(len(data), 4096)]))
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, &misuse{fmt.Sprintf("%.60q is neither a public key nor a file with one", key), "a public key looks like example.com/alice+1a2b3c4d+AS..."}
	}
	return v, nil
}

// replaceFile writes a file beside the old one and puts it in its place, so that a cut leaves the old.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// isEvidence reports whether a file begins like frozen evidence.
func isEvidence(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := f.Read(head)
	return bytes.Contains(head[:n], []byte(`"schema": "`+assay.EvidenceSchema+`"`))
}
