package bench_test

import (
	"testing"

	"lanes/bench/suite"
)

func BenchmarkPeak(b *testing.B)    { suite.Peak(b) }
func BenchmarkSgemm(b *testing.B)   { suite.Sgemm(b) }
func BenchmarkSoftmax(b *testing.B) { suite.Softmax(b) }
func BenchmarkStep(b *testing.B)    { suite.Step(b) }
func BenchmarkFit(b *testing.B)     { suite.Fit(b) }
func BenchmarkPredict(b *testing.B) { suite.Predict(b) }
