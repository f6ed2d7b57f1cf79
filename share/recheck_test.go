package share

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// TestSideBySide holds the recheck, which hashes two shares of a job at a time, to one that takes each share
// by itself: the same readings, the same bad shares with their places and reasons, the same order.
func TestSideBySide(t *testing.T) {
	jobs := []*Job{teachingJob(1), teachingJob(2), teachingJob(3)}
	jobs[1].Prev[0], jobs[1].Branches = 8, nil
	jobs[2].Prev[0] = 7
	var good []Share
	for i := range 12 {
		good = append(good, mine(jobs[i%2], uint32(i%5), 8+Level(i%2), byte(i)))
	}
	rapid.Check(t, func(t *rapid.T) {
		frames := []any{jobs[0], jobs[1]}
		var all []Share
		for range rapid.IntRange(1, 4).Draw(t, "frames") {
			var some []Share
			for range rapid.IntRange(1, 6).Draw(t, "shares") {
				s := good[rapid.IntRange(0, len(good)-1).Draw(t, "share")]
				switch rapid.IntRange(0, 5).Draw(t, "what") {
				case 0:
					s.Nonce++
				case 1:
					s.Job = rapid.Uint32Range(1, 4).Draw(t, "job") // 3 and 4 are not in the segment
				case 2:
					s.Time = 5
				}
				some = append(some, s)
			}
			frames, all = append(frames, some), append(all, some...)
		}
		var told [][32]byte
		got, err := RecheckWith(
			bytes.NewReader(unsealed(frames...)),
			nil,
			func(j *Job, s *Share, hash [32]byte) {
				if one, err := j.Verify(s); err != nil || one != hash {
					t.Fatalf("told of %+v, %v", s, err)
				}
				told = append(told, hash)
			},
		)
		if err != nil {
			t.Fatal(err)
		}
		want := oneByOne(jobs[:2], all)
		if got.BadCount != uint64(len(want.Bad)) || len(got.Bad) != min(len(want.Bad), maxBadListed) {
			t.Fatalf("%d bad shares, want %d", got.BadCount, len(want.Bad))
		}
		for i, b := range got.Bad {
			w := want.Bad[i]
			if b.Number != w.Number || b.Share != w.Share || b.Err.Error() != w.Err.Error() {
				t.Fatalf("%d: %+v, want %+v", i, b, w)
			}
		}
		if len(got.Readings) != len(want.Readings) || len(told) != len(want.Hashes) {
			t.Fatalf("%d readings of %d shares", len(got.Readings), len(told))
		}
		for worker, r := range want.Readings {
			if got.Readings[worker] != r {
				t.Fatalf("worker %d: %+v, want %+v", worker, got.Readings[worker], r)
			}
		}
		for i, hash := range told {
			if hash != want.Hashes[i] {
				t.Fatalf("share %d is told out of order", i)
			}
		}
	})
}

// unsealed are frames of jobs and shares, right or wrong.
func unsealed(frames ...any) []byte {
	b := (&Head{Grade: GradeA}).Append(nil)
	for _, f := range frames {
		switch f := f.(type) {
		case *Job:
			b = AppendJob(b, f)
		case []Share:
			b = AppendShares(b, f)
		}
	}
	return b
}

func oneByOne(jobs []*Job, all []Share) Checked {
	out := Checked{Readings: map[uint32]Reading{}}
	seen := map[[32]byte]bool{}
	for i, s := range all {
		if s.Job > uint32(len(jobs)) {
			out.Bad = append(out.Bad, Bad{uint64(i), s, missing(s.Job)})
			continue
		}
		hash, err := jobs[s.Job-1].Verify(&s)
		if err == nil && seen[hash] {
			err = errTwice
		}
		if err != nil {
			out.Bad = append(out.Bad, Bad{uint64(i), s, err})
			continue
		}
		seen[hash] = true
		out.Hashes = append(out.Hashes, hash)
		r := out.Readings[s.Worker]
		if err := r.Count(s.Level); err != nil {
			panic(err)
		}
		out.Readings[s.Worker] = r
	}
	return out
}

// TestTwiceInARow: the same share in both halves of a pair is one share.
func TestTwiceInARow(t *testing.T) {
	j := teachingJob(1)
	s := mine(j, 7, 8, 0)
	got, err := Recheck(bytes.NewReader(unsealed(j, []Share{s, s})), nil)
	if err != nil || got.BadCount != 1 || !errors.Is(got.Bad[0].Err, errTwice) || got.Bad[0].Number != 1 {
		t.Fatalf("%v, %+v", err, got.Bad)
	}
}

// BenchmarkRecheck is a whole recheck of a sealed segment, and beside it, in the same run, the hashes alone
// that it needs, one after the other by crypto/sha256.
func BenchmarkRecheck(b *testing.B) {
	j := teachingJob(1)
	for i := range 9 {
		j.Branches = append(j.Branches, [32]byte{byte(i)})
	}
	shares := make([]Share, 2000)
	for i := range shares {
		shares[i] = mine(j, uint32(i), 8, byte(i))
		shares[i].En2 = [8]byte{7: byte(i), 6: byte(i >> 8)}
		shares[i] = remine(j, shares[i])
	}
	file := segment(true, j, shares)
	each := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(shares)), "ns/share")
	}
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			if got, err := Recheck(bytes.NewReader(file), nil); err != nil || got.BadCount != 0 {
				b.Fatal(err, got.BadCount)
			}
		}
		each(b)
	})
	b.Run("standard-hashes", func(b *testing.B) {
		var pair [64]byte
		for b.Loop() {
			for i := range shares {
				coinbase, _ := j.Coinbase(&shares[i])
				root := standard(coinbase)
				for k := range j.Branches {
					copy(pair[:32], root[:])
					copy(pair[32:], j.Branches[k][:])
					root = standard(pair[:])
				}
				header := j.Above(root, &shares[i])
				hash := standard(header[:])
				leaf := Leaf{Hash: hash}
				sum := leaf.sum()
				join(node{hash: sum}, node{hash: hash})
			}
		}
		each(b)
	})
}

func standard(b []byte) [32]byte {
	first := sha256.Sum256(b)
	return sha256.Sum256(first[:])
}

func remine(j *Job, s Share) Share {
	for {
		header, _ := j.Header(&s)
		if hash := Hash(header[:]); s.Level.Met(hash) {
			s.Tail = TailOf(hash)
			return s
		}
		s.Nonce++
	}
}

// TestOldAndAhead: beside other segments a header has the time at which its share came, within a day behind
// and two hours ahead, so that work of last week is none of today's although last week is forgotten.
func TestOldAndAhead(t *testing.T) {
	j := teachingJob(1)
	s := mine(j, 7, 8, 0)
	at := func(seconds int64) []byte {
		start := uint64(int64(s.Time)+seconds) * 1000
		b := (&Head{Grade: GradeA, Day: uint32(start / 86_400_000),
			StartMS: start - uint64(s.ReceivedMS)}).Append(
			nil,
		)
		return AppendShares(AppendJob(b, j), []Share{s})
	}
	for _, c := range []struct {
		seconds int64
		want    error
	}{
		{0, nil}, {maxAge, nil}, {maxAge + 1, errOld}, {30 * 86_400, errOld}, {-MaxAhead, nil}, {-MaxAhead - 1, errAhead},
	} {
		got, err := Recheck(bytes.NewReader(at(c.seconds)), &Seen{})
		if err != nil || c.want == nil && got.BadCount > 0 ||
			c.want != nil && !errors.Is(got.Bad[0].Err, c.want) {
			t.Errorf("%d seconds later: %v, %+v, want %v", c.seconds, err, got.Bad, c.want)
		}
	}
	seen := &Seen{}
	for _, seconds := range []int64{-MaxAhead, 0, maxAge / 2, maxAge} { // the longest time between two tries
		got, err := Recheck(bytes.NewReader(at(seconds)), seen)
		if err != nil || (got.BadCount > 0) != (seconds != -MaxAhead) {
			t.Errorf("%d seconds later: %v, %+v", seconds, err, got.Bad)
		}
	}
	seen = &Seen{}
	for day := range uint32(1000) {
		seen.turn(day)
		seen.add(day, &[32]byte{byte(day)})
	}
	if len(seen.days) != seenDays {
		t.Errorf("%d days are kept", len(seen.days))
	}
}
