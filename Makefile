.PHONY: build test serve check bench setup

build:            ## set up what is missing and build everything into dist/
	@scripts/setup.sh build
	@.venv/bin/yingzhi build

test:             ## set up what the tests need and run them all
	@scripts/setup.sh test
	@.venv/bin/ruff check generator tests benchmarks scripts
	@.venv/bin/mypy
	@.venv/bin/pytest

serve:            ## live preview at http://127.0.0.1:8000/
	@scripts/setup.sh build
	@.venv/bin/yingzhi serve

check:            ## every check over content, facts, translations, fonts, links
	@scripts/setup.sh build
	@.venv/bin/yingzhi check

bench:            ## side-by-side measurements, printed as ratios
	@scripts/setup.sh test
	@for benchmark in benchmarks/bench_*.py; do .venv/bin/python $$benchmark; done
