package miner

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	mrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
)

// kills is how often TestKill kills the server; 100 for the record.
var kills = flag.Int("kills", 5, "how often the server is killed")

// victim names the folder of the program that TestKill kills: this one, run again.
const victim = "ASSAY_KILL_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		fmt.Fprintln(os.Stderr, serve(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// headerTime is the time of every header.
const headerTime = 1_764_000_000

// serve is a whole server on an archive, until it is killed; it says where it listens.
func serve(dir string) error {
	begun := time.Now()
	now := func() time.Time { return time.Unix(headerTime, 0).Add(time.Since(begun)) }
	kept, err := segments.Open(dir, 3, segments.Options{MaxShares: 500, Now: now})
	if err != nil {
		return err
	}
	workers, err := segments.OpenWorkers(filepath.Join(dir, "workers.txt"), nil)
	if err != nil {
		return err
	}
	authority := [32]byte{31: 7}
	recalled := kept.Recalled()
	s, err := New(Options{
		Archive: kept, Workers: workers, Payout: jobs.Payout{Server: 3, Script: []byte{0x51}},
		Submit:    func([]byte) error { return nil },
		Rand:      rand.Reader,
		Now:       now,
		Authority: &authority,
		LastJob:   recalled.LastJob,
		Start:     9, Min: 8, Max: 12, Interval: 100 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	for _, k := range recalled.Shares {
		s.Recall(k.Prev, k.Tail)
	}
	t := template(1)
	t.Time, t.MinTime = headerTime, headerTime // the same header can come again after a restart
	if err := s.SetTemplate(t); err != nil {
		return err
	}
	for _, p := range []share.Protocol{share.V1, share.V2} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Println(l.Addr())
		go s.Serve(l, p)
	}
	for {
		time.Sleep(40 * time.Millisecond)
		if err := s.SetTemplate(t); err != nil {
			return err
		}
	}
}

// The server is killed at random moments, with miners on it. Every share that a miner saw acknowledged is in a
// segment, none is there twice, and segments follow each other without a gap.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	accepted := map[[32]byte]bool{}
	note := func(one swarm.Share, refused string) {
		mu.Lock()
		defer mu.Unlock()
		if refused == "" {
			if accepted[one.Hash] {
				t.Errorf("share %x was accepted twice", one.Hash)
			}
			accepted[one.Hash] = true
		} else if !strings.Contains(strings.ToLower(refused), "duplicate") {
			t.Errorf("refused: %s", refused)
		}
	}
	key := authorityOf(t)
	random := mrand.New(mrand.NewPCG(1, 2))
	for range *kills {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), victim+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		in := bufio.NewScanner(out)
		var at []string
		for len(at) < 2 && in.Scan() {
			at = append(at, in.Text())
		}
		if len(at) < 2 {
			t.Fatal("the server did not begin")
		}
		ctx, cancel := context.WithCancel(context.Background())
		var all sync.WaitGroup
		for i := range 4 {
			o := swarm.Options{User: fmt.Sprintf("farm.%d", i), Rate: 200_000, Answered: note, Authority: key, Standard: i == 3}
			if i < 2 {
				all.Go(func() { swarm.MineV1(ctx, at[0], o) })
			} else {
				all.Go(func() { swarm.MineV2(ctx, at[1], o) })
			}
		}
		time.Sleep(time.Duration(30+random.IntN(400)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		cancel()
		all.Wait()
	}
	last, err := segments.Open(dir, 3, segments.Options{})
	if err != nil {
		t.Fatal(err)
	}
	last.Close()
	kept := recheck(t, dir)
	for hash := range accepted {
		if !kept[hash] {
			t.Errorf("share %x was acknowledged and is not kept", hash)
		}
	}
	t.Logf("%d kills, %d shares acknowledged, %d kept", *kills, len(accepted), len(kept))
	if len(accepted) < 20**kills {
		t.Errorf("only %d shares were acknowledged", len(accepted))
	}
}

// authorityOf is the public half of the authority's key that tests have.
func authorityOf(t *testing.T) [32]byte {
	s := begin(t, nil)
	return s.key
}
