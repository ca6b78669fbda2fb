# syntax=docker/dockerfile:1

FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/sightline
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY dialogs dialogs
COPY manifest manifest
COPY programme programme
COPY storage storage
RUN /opt/sightline/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/sightline --create-home sightline
COPY --from=build /opt/sightline /opt/sightline
ENV PATH=/opt/sightline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SIGHTLINE_HOST=0.0.0.0 \
    SIGHTLINE_PORT=3978 \
    SIGHTLINE_DATABASE_URL=sqlite+aiosqlite:////var/lib/sightline/sightline.db \
    SIGHTLINE_LOG_FORMAT=json
USER sightline
WORKDIR /var/lib/sightline
VOLUME /var/lib/sightline
EXPOSE 3978
STOPSIGNAL SIGTERM
# urllib would ask the proxy, where Docker is told of one.
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client; c = http.client.HTTPConnection('127.0.0.1:3978', timeout=5); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["sightline"]
CMD ["run"]
