# One image for every role: set ROLE to web, worker or all. Node runs the TypeScript as it is; nothing is built.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages bring a Node for machines without one: the image has its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production NODE_COMPILE_CACHE=/home/node/.cache/compile
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
USER node
# PORT takes what Slack sends (not in Socket Mode); OPS_PORT listens on loopback unless OPS_HOST says otherwise.
EXPOSE 3000 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || 9090}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: the stop signal reaches it directly.
CMD ["node", "src/main.ts"]
