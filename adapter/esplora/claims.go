package esplora

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
)

// Retargets are the beginnings of all epochs as a server of mempool.space's kind tells them, oldest
// first. They are claims, to be compared with what headers prove; that they break the retarget rule
// in themselves is an error here.
func (s *Server) Retargets(ctx context.Context) ([]chain.Claim, cite.Source, error) {
	var rows [][]json.Number // time, height, difficulty, ratio; newest first
	src, err := s.get.JSON(ctx, s.base+"/v1/mining/difficulty-adjustments", &rows)
	if err != nil {
		return nil, src, err
	}
	src.What = "difficulty epochs"
	var out []chain.Claim
	for _, r := range rows {
		if len(r) < 3 {
			return nil, src, errors.New("an epoch lacks time, height or difficulty")
		}
		c, err := claim(r[0], r[1], r[2])
		if err != nil {
			return nil, src, err
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b chain.Claim) int { return a.Height - b.Height })
	return out, src, chain.CheckClaims(out)
}

// DailyDifficulty is the difficulty[] of /mining/hashrate, oldest first. The documentation calls the
// time of a row "timestamp", servers send "time": both are read.
func (s *Server) DailyDifficulty(ctx context.Context, period string) ([]chain.Claim, cite.Source, error) {
	var answer struct {
		Difficulty []struct{ Timestamp, Time, Height, Difficulty json.Number }
	}
	src, err := s.get.JSON(ctx, s.base+"/v1/mining/hashrate/"+period, &answer)
	if err != nil {
		return nil, src, err
	}
	src.What = "difficulty by day"
	var out []chain.Claim
	for _, r := range answer.Difficulty {
		at := r.Time
		if at == "" {
			at = r.Timestamp
		}
		c, err := claim(at, r.Height, r.Difficulty)
		if err != nil {
			return nil, src, err
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b chain.Claim) int { return a.Height - b.Height })
	return out, src, nil
}

// retarget is a server's estimate of the next change of difficulty.
type retarget struct {
	Height int
	Change float64 // fraction: 0.02 is two per cent up
	At     int64   // Unix seconds
}

// Next reads /v1/difficulty-adjustment. Its date comes in milliseconds, in old samples in seconds;
// the change is given in per cent.
func (s *Server) Next(ctx context.Context) (retarget, cite.Source, error) {
	var r struct{ DifficultyChange, EstimatedRetargetDate, NextRetargetHeight json.Number }
	src, err := s.get.JSON(ctx, s.base+"/v1/difficulty-adjustment", &r)
	if err != nil {
		return retarget{}, src, err
	}
	src.What = "estimate of the next retarget"
	change, err1 := r.DifficultyChange.Float64()
	at, err2 := r.EstimatedRetargetDate.Float64()
	height, err3 := r.NextRetargetHeight.Int64()
	if err := errors.Join(err1, err2, err3); err != nil {
		return retarget{}, src, fmt.Errorf("estimate of the next retarget is not of the known form: %w", err)
	}
	if change < -75 || change > 300 {
		return retarget{}, src, fmt.Errorf("a change of %g %% breaks the retarget rule", change)
	}
	return retarget{int(height), change / 100, seconds(at)}, src, nil
}

func claim(at, height, difficulty json.Number) (chain.Claim, error) {
	t, err1 := at.Float64()
	h, err2 := height.Float64()
	d, err3 := difficulty.Float64()
	if err := errors.Join(err1, err2, err3); err != nil {
		return chain.Claim{}, fmt.Errorf("an epoch's time, height or difficulty is not a number: %w", err)
	}
	return chain.Claim{Height: int(h), Time: seconds(t), Difficulty: d}, nil
}

// seconds is a Unix time given in seconds or in milliseconds; the two do not meet between 1973 and
// the year 5138.
func seconds(t float64) int64 {
	if t >= 1e11 {
		t /= 1000
	}
	return int64(t)
}
