using System.CommandLine;
using System.Text.Json;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain metadata</c></summary>
internal static class MetadataCommand
{
    public static Command Make()
    {
        var (metadata, prefix, json) = (ChainInput.Metadata(), ChainInput.Prefix(), Work.SessionCommands.Json());
        var pallet = new Option<string?>("--pallet", "-p") { Description = "What this pallet offers: calls with their arguments, events, errors, storage, constants." };
        var docs = new Option<bool>("--docs") { Description = "With --pallet: the whole documentation instead of its first line." };
        var command = new Command("metadata", "Show what a runtime offers.") { metadata, pallet, docs, prefix, json };
        command.SetAction(r =>
        {
            var runtime = ChainInput.RuntimeOf(r.GetValue(metadata)!);
            if (r.GetValue(pallet) is not { } name)
            {
                Overview(runtime, r.GetValue(json));
                return;
            }

            try
            {
                var sections = PalletView.Of(runtime, runtime.Pallet(name), ChainInput.Form(runtime, r.GetValue(prefix)));
                if (r.GetValue(json))
                {
                    ChainOutput.Json(writer => Json(runtime.Pallet(name), sections, writer));
                }
                else
                {
                    Show(runtime.Pallet(name), sections, r.GetValue(docs), new());
                }
            }
            catch (KeyNotFoundException e)
            {
                throw new DeskException($"--pallet: {e.Message}", e);
            }
        });
        return command;
    }

    private static void Overview(Runtime runtime, bool asJson)
    {
        var pallets = runtime.Metadata.Pallets.OrderBy(p => p.Index).ToList();
        if (asJson)
        {
            ChainOutput.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("metadataVersion", runtime.Metadata.Version);
                writer.WriteString("specName", runtime.Identity?.SpecName);
                writer.WriteNumber("specVersion", runtime.Identity?.SpecVersion ?? 0);
                writer.WriteNumber("transactionVersion", runtime.Identity?.TransactionVersion ?? 0);
                writer.WriteNumber("ss58Prefix", runtime.Ss58Prefix);
                writer.WriteStartArray("pallets");
                foreach (var pallet in pallets)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", pallet.Name);
                    writer.WriteNumber("index", pallet.Index);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return;
        }

        Screen screen = new();
        screen.Line($"{runtime.Identity?.SpecName ?? "runtime"} {runtime.Identity?.SpecVersion}, metadata V{runtime.Metadata.Version}, {runtime.Metadata.Types.Count} types, SS58 prefix {runtime.Ss58Prefix}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("index", "pallet", "calls", "events", "errors", "storage", "constants");
        foreach (var pallet in pallets)
        {
            table.AddRow(
                $"{pallet.Index}", Markup.Escape(pallet.Name), Count(runtime, pallet.Calls), Count(runtime, pallet.Events), Count(runtime, pallet.Errors),
                $"{pallet.Storage.Count}", $"{pallet.Constants.Count}");
        }

        screen.Table(table);
        screen.Note("--pallet NAME shows what a pallet offers.");
    }

    private static string Count(Runtime runtime, PalletEnum? of) =>
        of is not null && runtime.Metadata.Types[of.Type].Definition is TypeDefinition.Variant { Variants.Count: var count } ? $"{count}" : "0";

    private static void Show(PalletMetadata pallet, IReadOnlyList<PalletView.Section> sections, bool allDocs, Screen screen)
    {
        screen.Line($"{pallet.Name}, index {pallet.Index}{(pallet.Deprecation is null ? "" : ", deprecated")}");
        foreach (var (title, items) in sections.Where(s => s.Items.Count > 0))
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("", title, "", "what it says");
            foreach (var item in items)
            {
                var text = allDocs ? item.Docs : item.Docs.Split('\n', 2)[0];
                table.AddRow(Markup.Escape(item.Index), Markup.Escape(item.Name), Markup.Escape(item.Detail), Markup.Escape((item.Deprecation is null ? "" : $"deprecated: {item.Deprecation} ") + text));
            }

            screen.Table(table);
        }
    }

    private static void Json(PalletMetadata pallet, IReadOnlyList<PalletView.Section> sections, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", pallet.Name);
        writer.WriteNumber("index", pallet.Index);
        foreach (var (title, items) in sections)
        {
            writer.WriteStartArray(title);
            foreach (var item in items)
            {
                writer.WriteStartObject();
                if (item.Index.Length > 0)
                {
                    writer.WriteNumber("index", int.Parse(item.Index));
                }

                writer.WriteString("name", item.Name);
                writer.WriteString("detail", item.Detail);
                writer.WriteString("docs", item.Docs);
                if (item.Deprecation is not null)
                {
                    writer.WriteString("deprecation", item.Deprecation);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
