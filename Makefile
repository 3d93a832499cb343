# make help      what there is
.POSIX:
.SUFFIXES:
.PHONY: help deps build install demo test fuzz soak arrows format-check format bench clean

PREFIX ?= /usr/local
SWIFT ?= swift
BUILD = .build/release
SECONDS = 60
TARGETS =
ROUNDS = 50
RELEASE = -c release --static-swift-stdlib

help:
	@echo 'make build         both programs, optimised, into $(BUILD)'
	@echo 'make install       copy them to PREFIX (default /usr/local)'
	@echo 'make demo          install what is missing, build, index Corpus/ and show what comes out'
	@echo 'make test          install what is missing, build, run all tests'
	@echo 'make fuzz          fuzz each reader and parser: make fuzz SECONDS=60 TARGETS="html pdf" (default: 60 s each, all)'
	@echo 'make soak          build, kill and verify over and over: make soak ROUNDS=50'
	@echo 'make arrows        check that targets use only what ARCHITECTURE.md allows'
	@echo 'make format-check  check the format of the sources; make format applies it'
	@echo 'make bench         time building and querying (see Benchmarks/README.md)'

deps:
	sh Scripts/install-packages.sh build

build: deps
	$(SWIFT) build $(RELEASE) --product syntop
	$(SWIFT) build $(RELEASE) --product syntop-extract

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/syntop $(DESTDIR)$(PREFIX)/share/syntop
	install -m 755 $(BUILD)/syntop $(DESTDIR)$(PREFIX)/bin/syntop
	install -m 755 $(BUILD)/syntop-extract $(DESTDIR)$(PREFIX)/libexec/syntop/syntop-extract
	cp -R Lexicons $(DESTDIR)$(PREFIX)/share/syntop/

demo: build
	sh Scripts/demo.sh $(BUILD)/syntop

test:
	sh Scripts/install-packages.sh test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --parallel
	python3 Scripts/check-floors.py

fuzz: deps
	sh Scripts/fuzz.sh $(SECONDS) $(TARGETS)

soak: build
	python3 Scripts/soak.py --syntop $(BUILD)/syntop --rounds $(ROUNDS)

arrows:
	python3 Scripts/check-arrows.py

format-check:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

bench: build
	sh Scripts/bench.sh

clean:
	rm -rf .build .build-fuzz bench-data
