using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk leads import</c> and <c>./desk leads export</c></summary>
internal static class ImportCommands
{
    private const string Service = "leads";
    private const int RowsRefused = 2;
    private const int Interrupted = 130;

    public static IEnumerable<Command> OfLeads() => [Import(), Export()];

    private static Command Import()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var source = new Argument<FileInfo>("leads-file") { Description = "A .csv or .jsonl file, a row per lead.", HelpName = "FILE" };
        var dry = new Option<bool>("--dry-run") { Description = "Check everything, write nothing." };
        var known = new Option<string>("--known") { Description = "What becomes of a row whose account the desk knows: add gives it the lead, skip refuses the row.", DefaultValueFactory = _ => "add" };
        known.AcceptOnlyFromAmong("add", "skip");
        var format = Format("The file's format; without it its name's ending tells.");
        var command = new Command("import", "Import leads with their accounts and contacts. Rows that were imported before are passed over, so a file can be imported again after a stop or a correction. Exit code 2: some rows were refused.")
        {
            source, dry, known, format, json, address, file,
        };
        command.SetAction(async (r, cancellation) =>
        {
            var leads = r.GetValue(source)!;
            if (!leads.Exists)
            {
                throw new DeskException($"There is no file {leads.FullName}.");
            }

            using var interrupt = new Interrupt();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, interrupt.Token);
            var run = new ImportRun(leads, new()
            {
                RequestId = SessionCommands.NewId(),
                Format = FormatOf(r.GetValue(format), leads.Name),
                FileName = leads.Name,
                DryRun = r.GetValue(dry),
                Known = r.GetValue(known) == "skip" ? KnownAccounts.Skip : KnownAccounts.AddLead,
            });
            try
            {
                var client = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
                var result = r.GetValue(json)
                    ? await SendAsync((_, _, _) => { })
                    : await new Screen().ProgressAsync(r.GetValue(dry) ? $"checking {leads.Name}" : $"importing {leads.Name}", SendAsync);
                Answer.Show(result, r.GetValue(json), screen => run.Show(screen, result));
                return result.BrokenAtRow > 0 ? 1 : result.Totals.Refused > 0 ? RowsRefused : 0;

                Task<ImportResult> SendAsync(Action<ulong, ulong, string> tell) => client.DuplexAsync<ImportRequest, ImportResponse, ImportResult>(
                    Service, r.GetValue(address), (c, o) => new ImportService.ImportServiceClient(c).Import(o), call => run.RunAsync(call, tell, stop.Token), stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or DeskException { InnerException: RpcException } && interrupt.Token.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync(run.LeftAt);
                return Interrupted;
            }
            catch (DeskException e) when (CallFailure.IsPassing(e))
            {
                throw new DeskException($"{e.Message} {run.LeftAt}", e);
            }
        });
        return command;
    }

    private static Command Export()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var target = new Argument<FileInfo>("leads-file") { Description = "Where to write; .csv or .jsonl. A file that is there is replaced when the export is whole.", HelpName = "FILE" };
        var format = Format("The file's format; without it its name's ending tells.");
        var state = Words.Option<LeadState>("--state", "Only leads in this state.");
        var segment = Words.Option<Segment>("--segment", "Only this segment.");
        var tier = Words.Option<SizeTier>("--tier", "Only this size.");
        var mine = new Option<bool>("--mine") { Description = "Only my own." };
        var owner = new Option<string?>("--owner") { Description = "Only this rep's, by id." };
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var command = new Command("export", "Write leads with their accounts and contacts into a file that import reads.") { target, format, state, segment, tier, mine, owner, account, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var leads = r.GetValue(target)!;
            var request = new ExportLeadsRequest
            {
                Format = FormatOf(r.GetValue(format), leads.Name),
                State = Words.Parse<LeadState>(r.GetValue(state)),
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                SizeTier = Words.Parse<SizeTier>(r.GetValue(tier)),
                Mine = r.GetValue(mine),
                OwnerId = r.GetValue(owner) ?? "",
                AccountId = r.GetValue(account) ?? "",
            };
            var part = $"{leads.FullName}.part";
            var rows = 0L;
            try
            {
                await using (var output = File.Create(part))
                {
                    var client = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
                    await foreach (var answer in client.StreamAsync(Service, r.GetValue(address), (c, o) => new ImportService.ImportServiceClient(c).ExportLeads(request, o), cancellation))
                    {
                        await output.WriteAsync(answer.Chunk.Memory, cancellation);
                        rows = answer.Rows;
                    }
                }

                File.Move(part, leads.FullName, overwrite: true);
            }
            finally
            {
                File.Delete(part);
            }

            new Screen().Done($"{rows} leads are in {leads.Name}.");
            return 0;
        });
        return command;
    }

    private static Option<string?> Format(string description)
    {
        var option = new Option<string?>("--format") { Description = description };
        option.AcceptOnlyFromAmong("csv", "jsonl");
        return option;
    }

    private static LeadFileFormat FormatOf(string? given, string name) => (given ?? Path.GetExtension(name).TrimStart('.').ToLowerInvariant()) switch
    {
        "csv" => LeadFileFormat.Csv,
        "jsonl" or "ndjson" => LeadFileFormat.JsonLines,
        _ => throw new DeskException($"{name} ends neither in .csv nor in .jsonl; say what it is with --format csv or --format jsonl."),
    };
}
