# silograph in a container: exports in, a folder out, nothing sent anywhere.
#   docker build -t silograph .
#   docker run --rm --network none -v "$PWD":/work silograph analyze mail.mbox --people staff.csv --out results
FROM python:3.12-slim

COPY pyproject.toml constraints.txt README.md LICENSE /source/
COPY silograph /source/silograph
RUN pip install --no-cache-dir -c /source/constraints.txt "/source[plot,msg]" && rm -rf /source

# Kernels are compiled once, here, and not by every container anew.
ENV NUMBA_CACHE_DIR=/var/cache/silograph HOME=/tmp
RUN mkdir -m 777 "$NUMBA_CACHE_DIR" \
    && pip uninstall --yes --quiet ipython jedi \
    && silograph demo --out /tmp/demo --quiet && rm -rf /tmp/demo && chmod -R a+rwX "$NUMBA_CACHE_DIR"

USER nobody
WORKDIR /work
ENTRYPOINT ["silograph"]
CMD ["--help"]
