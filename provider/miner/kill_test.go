package miner

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
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

// patience is how long some shares may take on a busy machine; on an idle one they take a second.
const patience = 5 * time.Minute

// victim names the folder of the program that TestKill kills: this one, run again.
const victim = "ASSAY_KILL_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(besieged); dir != "" {
		fmt.Fprintln(os.Stderr, serve(dir, time.Now().Unix(), time.Second))
		os.Exit(1)
	}
	if dir := os.Getenv(victim); dir != "" {
		fmt.Fprintln(os.Stderr, serve(dir, headerTime, 40*time.Millisecond))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// headerTime is the time of every header.
const headerTime = 1_764_000_000

// serve is a whole server on an archive, until it is killed, whose clock begins at a time and whose job comes
// anew every so often; it says where it listens.
func serve(dir string, from int64, every time.Duration) error {
	begun := time.Now()
	now := func() time.Time { return time.Unix(from, 0).Add(time.Since(begun)) }
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
	t.Time, t.MinTime = uint32(from), uint32(from) // the same header can come again after a restart
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
		time.Sleep(every)
		if err := s.SetTemplate(t); err != nil {
			return err
		}
	}
}

// The server is killed at random moments, with miners on it. Every share that a miner saw acknowledged is in
// a segment, none is there twice, and segments follow each other without a gap.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	accepted := map[[32]byte]bool{}
	by := [2]int{} // of them over V1 and V2
	note := func(v int, one swarm.Share, refused string) {
		mu.Lock()
		defer mu.Unlock()
		if refused == "" {
			if accepted[one.Hash] {
				t.Errorf("share %x was accepted twice", one.Hash)
			}
			accepted[one.Hash] = true
			by[v]++
		} else if !strings.Contains(strings.ToLower(refused), "duplicate") {
			t.Errorf("refused: %s", refused)
		}
	}
	acknowledged := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(accepted)
	}
	key := authorityOf(t)
	random := mrand.New(mrand.NewPCG(1, 2))
	for n := range *kills {
		cmd, out := started(t, self, victim+"="+dir)
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
			o := swarm.Options{User: fmt.Sprintf("farm.%d", i), Rate: 200_000, Authority: key,
				Standard: i == 3}
			o.Now = func() time.Time { return time.Unix(headerTime, 0) } // by which its certificate is good
			o.Answered = func(one swarm.Share, refused string) { note(i/2, one, refused) }
			all.Go(func() {
				for ctx.Err() == nil { // a busy machine may cost it its connection
					if i < 2 {
						swarm.MineV1(ctx, at[0], o)
					} else {
						swarm.MineV2(ctx, at[1], o)
					}
					time.Sleep(10 * time.Millisecond)
				}
			})
		}
		// At any moment, also of a start; every other time behind some shares, however slow the machine is.
		shares := acknowledged() + n%2*(40+random.IntN(20))
		time.Sleep(time.Duration(random.IntN(430)) * time.Millisecond)
		for since := time.Now(); acknowledged() < shares; time.Sleep(time.Millisecond) {
			if time.Since(since) > patience {
				t.Fatalf("%d shares are acknowledged, %d were awaited for %v", acknowledged(), shares,
					patience)
			}
		}
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
	t.Logf("%d kills, %d shares acknowledged, %v by protocol, %d kept", *kills, len(accepted), by, len(kept))
	if len(accepted) < 40*(*kills/2) || by[0] == 0 || by[1] == 0 {
		t.Errorf("only %d shares were acknowledged, %v by protocol", len(accepted), by)
	}
}

// authorityOf is the public half of the authority's key that tests have.
func authorityOf(t *testing.T) [32]byte {
	s := begin(t, nil)
	return s.key
}

// started runs this program of tests as another process, which a variable of its environment tells what to
// be, and returns it with what it prints.
func started(t *testing.T, self, variable string) (*exec.Cmd, io.Reader) {
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), variable)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, out
}
