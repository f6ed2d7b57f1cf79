package paths

import "testing"

// processOf is what Fit of package forecast learnt on a day, rounded. Five are known: before mining had
// settled, before a halving, after a rise, with a halving near and fees high, and that of the benchmarks.
func processOf(t testing.TB, day string) Process {
	t.Helper()
	members := func(drift, transient, level float64) []Member {
		return []Member{
			{Name: "growth", Weight: 1.0 / 3, Drift: drift, Transient: transient, Pull: 0.005 / 14, OwnLevel: true},
			{Name: "trend", Weight: 1.0 / 3, Drift: drift, Pull: 0.005 / 14, OwnLevel: true},
			{
				Name: "correction", Weight: 1.0 / 3, Pull: 0.025 / 14, RewardPull: true,
				Level: level, LevelSD: 0.25, Trend: 0.0011, TrendSD: 0.0002,
			},
		}
	}
	switch day {
	case "2014-03-01":
		return Process{
			AsOf: 16130, Height: 288_519, Difficulty: 3.8157e9, SubsidyBTC: 25, PriceUSD: 567.534,
			EpochBlocks: 231, EpochDays: 1.4793, Gap: 0.15387, GapSD: 0.04044, HashrateSD: 0.01961,
			PriceSD: 0.07974, Correlation: 0.1, FeeShare: 0.00323, FeeMean: 0.0048, FeeSD: 0.48408,
			TransientHalfLife: 365, Members: members(0.00475, 0.01376, -16.78642),
		}
	case "2020-05-01":
		return Process{
			AsOf: 18383, Height: 628_496, Difficulty: 1.5959e13, SubsidyBTC: 12.5, PriceUSD: 8855.54,
			EpochBlocks: 1520, EpochDays: 10.7046, Gap: 0.00709, GapSD: 0.02726, HashrateSD: 0.01768,
			PriceSD: 0.04708, Correlation: 0.1, FeeShare: 0.01247, FeeMean: 0.01457, FeeSD: 0.36189,
			TransientHalfLife: 365, Members: members(0.00104, 0.00147, -20.18583),
		}
	case "2021-06-01":
		return Process{
			AsOf: 18779, Height: 685_866, Difficulty: 2.1048e13, SubsidyBTC: 6.25, PriceUSD: 36_661.4,
			EpochBlocks: 426, EpochDays: 2.9454, Gap: 0.00731, GapSD: 0.03618, HashrateSD: 0.02573,
			PriceSD: 0.03699, Correlation: 0.1, FeeShare: 0.09193, FeeMean: 0.05324, FeeSD: 0.56342,
			TransientHalfLife: 365, Members: members(0.001, -0.00012, -20.29908),
		}
	case "2023-12-31":
		return Process{
			AsOf: 19722, Height: 823_791, Difficulty: 7.2006e13, SubsidyBTC: 6.25, PriceUSD: 42_217.2,
			EpochBlocks: 1263, EpochDays: 8.7469, Gap: 0.01379, GapSD: 0.02841, HashrateSD: 0.00628,
			PriceSD: 0.02275, Correlation: 0.1, FeeShare: 0.28753, FeeMean: 0.02083, FeeSD: 0.48014,
			TransientHalfLife: 365, Members: members(0.00041, 0.00152, -20.36843),
		}
	case "2024-01-15":
		return Process{
			AsOf: 19737, Height: 825_951, Difficulty: 7.3198e13, SubsidyBTC: 6.25, PriceUSD: 42_528.9,
			EpochBlocks: 1407, EpochDays: 9.9712, Gap: -0.00049, GapSD: 0.02773, HashrateSD: 0.00535,
			PriceSD: 0.02325, Correlation: 0.1, FeeShare: 0.18188, FeeMean: 0.0212, FeeSD: 0.49753,
			TransientHalfLife: 365, Members: members(0.00041, 0.00167, -20.35659),
		}
	}
	t.Fatalf("no process of %s", day)
	return Process{}
}
