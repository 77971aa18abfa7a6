/** How blocks look: close to Slack, from 360 px up, with the fonts of the machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const OURS = `
.bk{container-type:inline-size;font:15px/1.47 Lato,"Slack-Lato","Helvetica Neue",Arial,"Noto Sans","Noto Color Emoji",sans-serif;color:#1d1c1d;max-width:600px;overflow-wrap:anywhere;text-align:start}
.bk *{box-sizing:border-box}
.bk-block{margin:4px 0}
.bk-text,.bk-rich,.bk-context,.bk-alert{white-space:pre-wrap;unicode-bidi:plaintext}
.bk-rich{margin:4px 0}
.bk-header{font-size:18px;line-height:1.33;font-weight:700;margin:8px 0 4px;unicode-bidi:plaintext}
.bk-divider{border:0;border-top:1px solid #ddd;margin:12px 0}
.bk-section{display:flex;gap:12px;align-items:flex-start;margin:8px 0 4px}
.bk-section-text{flex:1;min-width:0}
.bk-fields{display:grid;grid-template-columns:1fr 1fr;gap:4px 12px;margin-top:4px}
.bk-accessory{flex:none;max-width:50%}
.bk-context{display:flex;flex-wrap:wrap;gap:4px 12px;font-size:12px;line-height:1.5;color:#616061}
.bk-row{display:flex;flex-wrap:wrap;gap:8px;margin:4px 0}
.bk-button{font:inherit;font-size:13px;font-weight:700;color:#1d1c1d;background:#fff;border:1px solid #1d1c1d4d;border-radius:8px;min-height:32px;padding:3px 12px;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;cursor:pointer;list-style:none}
.bk-button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.bk-button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
.bk-button:hover{background-color:#f8f8f8}.bk-button.primary:hover{background-color:#148567}.bk-button.danger:hover{background-color:#c41752}
.bk :focus-visible{outline:3px solid #1264a3;outline-offset:1px}
.bk-overflow{position:relative;display:inline-block}
.bk-overflow summary::-webkit-details-marker{display:none}
.bk-menu{position:absolute;right:0;z-index:2;min-width:200px;max-width:80vw;background:#f8f8f8;border:1px solid #ddd;border-radius:8px;padding:6px 0;box-shadow:0 4px 12px #0002}
.bk-row .bk-menu{left:0;right:auto}
.bk-menu button{display:block;width:100%;font:inherit;text-align:start;background:none;border:0;padding:6px 16px;min-height:32px;cursor:pointer}
.bk-menu button:hover{background:#1264a3;color:#fff}
.bk-menu small,.bk-choices small{display:block;color:#616061}
.bk-select,.bk-field{font:inherit;max-width:100%;min-height:36px;padding:4px 8px;border:1px solid #1d1c1d4d;border-radius:8px;background:#fff;color:inherit}
.bk-select[multiple]{padding:4px}.bk-select[multiple] option{padding:4px 8px;border-radius:4px}
.bk-select[multiple] option:checked{background:#d5e5f2 linear-gradient(#d5e5f2,#d5e5f2);color:#0b4c8c;font-weight:700}.bk-select[multiple] option:checked::after{content:" ✓"}
.bk-input .bk-select,.bk-input .bk-field,.bk-input .bk-external{width:100%;display:block}
.bk-picked{display:inline-block;background:#1264a31a;color:#0b4c8c;border-radius:4px;padding:0 6px;margin:0 4px 4px 0}
.bk-choices{display:grid;gap:4px}.bk-choices label{display:flex;gap:8px;align-items:baseline}
.bk-input{margin:12px 0}.bk-label{font-weight:700;margin-bottom:4px}.bk-label small{font-weight:400;color:#616061}
.bk-hint{font-size:13px;color:#616061;white-space:pre-wrap}.bk-error{font-size:13px;color:#c01343;font-weight:700}
.bk-table{overflow-x:auto;margin:8px 0;border:1px solid #ddd;border-radius:8px}
.bk-table table{border-collapse:collapse;width:100%;font-size:13px}
.bk-table caption{text-align:start;font-weight:700;padding:6px 10px}
.bk-table th,.bk-table td{border-top:1px solid #ddd;padding:5px 10px;vertical-align:top;min-width:3em;overflow-wrap:normal;word-break:normal;unicode-bidi:plaintext}
.bk-table thead th{background:#f8f8f8}
.bk-card{border:1px solid #ddd;border-radius:8px;padding:10px 12px;margin:8px 0}
.bk-card-title{font-weight:700;cursor:default}summary.bk-card-title{cursor:pointer}
.bk-alert{border:1px solid #1264a3;background:#1264a30d;border-radius:8px;padding:8px 12px}
.bk-alert.warning{border-color:#b9770e;background:#ecb22e1a}.bk-alert.error{border-color:#e01e5a;background:#e01e5a0d}.bk-alert.success{border-color:#007a5a;background:#007a5a0d}
.bk-pre{font:12px/1.5 Monaco,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:8px;margin:4px 0}
.bk-code{font:12px/1.5 Monaco,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;padding:1px 3px;color:#c01343}
.bk-quote{display:block;quotes:none;border-inline-start:4px solid #ddd;padding-inline-start:12px}
.bk-list{padding-inline-start:24px;margin:0}
.bk-mention{color:#1264a3;background:#1d9bd11a;border-radius:3px;padding:0 2px}
.bk-picture{display:inline-block;color:#616061;border:1px dashed #bbb;border-radius:4px;padding:2px 6px}
.bk-chart{margin:0}.bk-chart button{display:none}
.bk a{color:#1264a3}
.bk-view{border:1px solid #ddd;border-radius:10px;max-width:520px;background:#fff;overflow:hidden}
.bk-view>header,.bk-view>footer{display:flex;align-items:center;gap:8px;padding:12px 20px}
.bk-view>header{justify-content:space-between;border-bottom:1px solid #eee}.bk-view>header h2{font-size:20px;margin:0}
.bk-view>footer{justify-content:flex-end;border-top:1px solid #eee}.bk-view-blocks{padding:8px 20px}
@container (max-width:480px){.bk-button{min-height:36px}.bk-view>header,.bk-view>footer{padding:10px 14px}.bk-view-blocks{padding:6px 14px}}
`;

const libraryStyles = (): string => {
  const path = createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css');
  // By class, not by id: a page holds many messages, and an id may stand in it once.
  return readFileSync(path, 'utf8').replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx').replace(/@import[^;]+;|url\([^)]*\)/g, '');
};

/** The library's style sheet and ours as text, to be put into a page; it names no file and no host. */
export const blockStyles = (): string => `${libraryStyles()}\n${OURS}`;
