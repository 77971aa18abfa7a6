/** Block Kit limits, counted in code points or items. Pages: docs.slack.dev/reference/block-kit and /surfaces. */
export const LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  id: 255,
  text: 3000,
  url: 3000,
  placeholder: 150,
  accessibilityLabel: 75,

  section: { fields: 10, field: 2000 },
  header: { text: 150, levels: 4 },
  context: 10,
  actions: 25,
  contextActions: 5,
  image: { alt: 2000, title: 2000 },
  input: { label: 2000, hint: 2000 },
  richText: { indent: 8, inputLines: 100 },
  video: { title: 199, author: 49 },

  button: { text: 75, value: 2000 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, value: 150, description: 75 },
  options: { select: 100, groups: 100, choice: 10, overflow: 5 },
  textInput: 3000,
  files: 10,

  table: { rows: 100, columns: 20 },
  dataTable: { rows: 101, columns: 20, pageSize: 100 },
  tablesPerMessage: 1,
  tableCharacters: 10_000,
  markdownCharacters: 12_000,

  chart: { title: 50, series: 6, name: 20, points: 20, axisLabel: 50, perMessage: 2 },
  container: { title: 150, children: 10 },
  card: { title: 150, body: 200, actions: 2, perCarousel: 10 },
  plansPerMessage: 1,

  view: { title: 24, privateMetadata: 3000, bytes: 250_000 },
  messageText: { recommended: 4000, longest: 40_000 },
  attachments: 100,
} as const;
