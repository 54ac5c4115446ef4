namespace CoretimeDesk.Web.Pages;

/// <summary>What the page around a quote looks like, beside the style of the quote itself, whose colours it uses.</summary>
internal static class PageStyle
{
    public const string Added =
        "main{background:none;padding:0 1rem 2rem}article{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem 1rem;margin:.75rem 0}article h2:first-of-type{margin-top:1.25rem}" +
        ".demo{background:var(--demo);color:var(--demo-text);margin:0 -1rem;padding:.25rem 1rem;font-size:.8125rem}.top{display:flex;align-items:center;gap:.5rem;padding:.75rem 0 0;font-size:.875rem;color:var(--text-2)}" +
        ".top b{color:var(--text)}.top span:last-child{margin-left:auto;text-align:right}.mark{background:#12202b;border-radius:4px;padding:5px 6px;display:inline-flex}" +
        ".panel{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem 1rem;margin:.75rem 0}.panel h2{border:0;padding:0;margin:0 0 .25rem}.panel h3{font-size:1rem;margin:1rem 0 .25rem}" +
        ".st{font-weight:600;display:inline-flex;align-items:center;gap:.4rem}.st svg{flex:none}.ok{color:var(--ok)}.wait{color:var(--wait)}.risk{color:var(--risk)}.lead{font-size:1.125rem;margin:.25rem 0}.small{font-size:.875rem;color:var(--text-2)}" +
        ".num{font-variant-numeric:tabular-nums;white-space:nowrap}.figure{font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums;margin:.25rem 0 0}" +
        ".steps{list-style:none;margin:.75rem 0 0;padding:0}.steps li{display:grid;grid-template-columns:11.5rem 1fr;gap:.25rem 1rem;padding:.4rem 0;border-top:1px solid var(--line)}.steps time{color:var(--text-2);font-variant-numeric:tabular-nums}" +
        ".block{display:block;font-size:.8125rem;color:var(--text-3);overflow-wrap:anywhere}" +
        ".button,button{display:flex;align-items:center;justify-content:center;min-height:48px;width:100%;margin:.75rem 0 0;padding:.5rem 1rem;border:1px solid var(--accent);border-radius:3px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;line-height:1.3;text-decoration:none;cursor:pointer}" +
        ".button:hover,button:hover{background:var(--accent-strong)}.second,button.second{background:none;color:var(--accent)}.second:hover,button.second:hover{background:var(--sunken)}" +
        "label{display:block;font-weight:600;margin:.9rem 0 .2rem}.hint{font-size:.875rem;color:var(--text-2);margin:0 0 .25rem}input,textarea{display:block;width:100%;font:inherit;line-height:1.4;padding:.6rem .65rem;color:var(--text);background:var(--surface);border:1px solid var(--control);border-radius:3px}" +
        "textarea{font-family:ui-monospace,\"Liberation Mono\",monospace;font-size:.875rem;resize:vertical;overflow-wrap:anywhere;field-sizing:content;min-height:5rem}textarea[readonly]{background:var(--sunken)}[aria-invalid=true]{border:2px solid var(--risk)}" +
        ".error{color:var(--risk);font-weight:600;font-size:.9375rem;margin:.25rem 0 0}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}" +
        "details{border-top:1px solid var(--line);margin-top:1rem}summary{min-height:48px;display:flex;align-items:center;color:var(--accent);text-decoration:underline;cursor:pointer}.qr{display:block;width:min(100%,17rem);height:auto;margin:.5rem auto;background:#fff}" +
        ".weaker{background:var(--wait-soft);border-left:4px solid var(--wait);padding:.4rem .75rem;font-size:.9375rem}footer{font-size:.875rem;color:var(--text-2)}footer a,.files a{display:inline-block;padding:.6rem 0}" +
        "@media(min-width:44rem){.button,button{width:auto;min-width:16rem;display:inline-flex;margin-right:.75rem}}@media(max-width:34rem){.steps li{grid-template-columns:1fr;gap:0}}" +
        "@media print{article{border:0;padding:0;margin:0}main{padding:0}}";
}
