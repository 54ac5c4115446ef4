using System.CommandLine;
using System.Globalization;
using System.Text;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.DecisionMaps;
using CoretimeDesk.Leads.V1;
using BlockName = CoretimeDesk.Leads.V1.BlockName;
using DecisionTrack = CoretimeDesk.Leads.V1.DecisionTrack;
using PowerUnit = CoretimeDesk.Leads.V1.PowerUnit;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk decisions</c></summary>
internal static class DecisionMapCommands
{
    private static readonly string[] MapColumns = ["since", "title", "track", "passes with", "counted in", "for", "id"];
    private static readonly string[] FlagColumns = ["number", "name", "lacks", "id"];

    public static Command Make() => new("decisions", "How a customer that is a DAO decides: who has a say, and whom to talk to next.")
    {
        Set(), DecisionMemberCommands.Member(), DecisionMemberCommands.Remove(), Import(), Show(), List(), Flags(),
    };

    internal static Argument<string> Map() => new("map-id") { Description = "'./desk decisions list' shows ids." };

    /// <summary>The two options that name a block.</summary>
    internal static (Option<ulong?> Number, Option<string?> Hash) Block(bool required) =>
        (new("--block") { Description = "Number of the block that the weight was read at.", Required = required },
         new("--block-hash") { Description = "That block's hash: 0x and 64 hexadecimal digits.", Required = required });

    internal static BlockName BlockOf(ulong number, string hash) => new() { Number = number, Hash = hash.ToLowerInvariant() };

    internal static DecisionMapsService.DecisionMapsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);

    private static Command Set()
    {
        var account = new Option<string?>("--account") { Description = "A new map of this account, by number (A-2026-000017) or id." };
        var lead = new Option<string?>("--lead") { Description = "With --account: for this lead, by id." };
        var map = new Option<string?>("--map") { Description = "Instead of --account: change this map, by id. What is not given stays." };
        var title = new Option<string?>("--title") { Description = "What is decided, at most 200 characters." };
        var track = new Option<string?>("--track") { Description = "On which track it is decided: \"Medium spender\"." };
        var unit = Words.Option<PowerUnit>("--unit", "What voting power is counted in.");
        var approval = new Option<string?>("--approval") { Description = "Percent of the votes cast that must be in favour, 0.01 to 100: 50 or 66.67." };
        var turnout = new Option<string?>("--turnout") { Description = "Voting power expected to be cast, a whole number in the unit; \"\" for all that the map knows." };
        var support = new Option<string?>("--support") { Description = "Percent of the electorate that must be in favour; 0 for no such rule. Needs --electorate." };
        var electorate = new Option<string?>("--electorate") { Description = "All voting power there is, a whole number in the unit; \"\" takes it away." };
        return LeadsCall.Make("set", "Make a map, or change its title and track.", [account, map, lead, title, track, unit, approval, turnout, support, electorate], async (r, call, cancellation) =>
        {
            if (r.GetValue(account) is null == r.GetValue(map) is null)
            {
                throw new DeskException("--account: give it for a new map, or --map to change one; one of the two.");
            }

            var request = new SetDecisionMapRequest { RequestId = SessionCommands.NewId(), MapId = r.GetValue(map) ?? "", LeadId = r.GetValue(lead) ?? "", Track = new() };
            var (approved, supported) = (BasisPoints(r, approval), BasisPoints(r, support));
            if (r.GetValue(account) is { } of)
            {
                request.AccountId = (await call.FindAsync(r, of, cancellation)).Account.AccountId;
            }
            else
            {
                var known = (await call.SendAsync(r, (c, o) => Client(c).GetDecisionMapAsync(new() { MapId = request.MapId }, o), cancellation)).Map;
                (request.Title, request.Track, request.ExpectedVersion) = (known.Title, known.Track, known.Version);
            }

            request.Title = r.GetValue(title) ?? request.Title;
            request.Track = new DecisionTrack
            {
                Name = r.GetValue(track) ?? request.Track.Name,
                Unit = r.GetValue(unit) is { } word ? Words.Parse<PowerUnit>(word) : request.Track.Unit,
                ApprovalBasisPoints = approved ?? request.Track.ApprovalBasisPoints,
                Turnout = r.GetValue(turnout) ?? request.Track.Turnout,
                SupportBasisPoints = supported ?? request.Track.SupportBasisPoints,
                Electorate = r.GetValue(electorate) ?? request.Track.Electorate,
            };
            var answer = await call.SendAsync(r, (c, o) => Client(c).SetDecisionMapAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"\"{request.Title}\" on track {request.Track.Name}: {DecisionMapView.Passes(request.Track)} ({answer.MapId})"));
        });
    }

    private static Command Import()
    {
        var map = Map();
        var source = new Argument<FileInfo>("source") { Description = "CSV, at most 1 MiB and 5000 lines. The first line names the columns: address, weight and, if you like, label. Weights are whole numbers in the map's unit.", HelpName = "FILE.csv" };
        var (block, hash) = Block(required: true);
        return LeadsCall.Make("import", "Read voting power at one block out of CSV: all lines or none. What else is known of members stays.", [map, source, block, hash], async (r, call, cancellation) =>
        {
            var request = new ImportDecisionWeightsRequest { RequestId = SessionCommands.NewId(), MapId = r.GetValue(map)!, At = BlockOf(r.GetValue(block)!.Value, r.GetValue(hash)!), Csv = ReadCsv(r.GetValue(source)!) };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ImportDecisionWeightsAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Added} added and {answer.Changed} changed, as of block {request.At.Number}. './desk decisions show {answer.MapId}' shows what follows."));
        });
    }

    private static Command Show()
    {
        var map = Map();
        var opposed = new Option<bool>("--include-opposed") { Description = "Count on blockers and those against as well." };
        var token = new Option<string?>("--token") { Description = "Show planck as tokens of this symbol: DOT, KSM, PAS, or a symbol with its decimals, as in HDX:12." };
        var top = new Option<int>("--top") { Description = "So many members, heaviest first; 0 for all.", DefaultValueFactory = _ => 30 };
        return LeadsCall.Make("show", "Show a map: members, the smallest coalition that passes, whom to talk to next and why.", [map, opposed, token, top], async (r, call, cancellation) =>
        {
            var request = new GetDecisionMapRequest { MapId = r.GetValue(map)!, IncludeOpposed = r.GetValue(opposed) };
            var shownIn = DecisionMapView.TokenOf(token.Name, r.GetValue(token));
            var most = r.GetValue(top) is >= 0 and var given ? given : throw new DeskException("--top: must be 0 (all) or more.");
            var answer = await call.SendAsync(r, (c, o) => Client(c).GetDecisionMapAsync(request, o), cancellation);
            if (shownIn is not null && answer.Map.Track.Unit != PowerUnit.Planck)
            {
                throw new DeskException("--token: this map counts votes, which are no token; leave it out.");
            }

            call.Show(r, answer, screen => new DecisionMapView(screen, answer, shownIn).Show(most));
        });
    }

    private static Command List()
    {
        var account = LeadsCall.Account();
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("list", "List an account's maps, newest first.", [account, size, page], async (r, call, cancellation) =>
        {
            var request = new ListDecisionMapsRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ListDecisionMapsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Maps, "There is no map of how this customer decides. './desk decisions set' makes one.", answer.NextPageToken, MapColumns,
                m => [Answer.Date(m.CreatedAt), m.Title, m.Track.Name, DecisionMapView.Passes(m.Track), Answer.Phrase(m.Track.Unit), m.LeadId.Length > 0 ? $"lead {m.LeadId}" : "the account", m.MapId]));
        });
    }

    private static Command Flags()
    {
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("flags", "List accounts above tier M with an open lead whose maps name no champion or no executor.", [size, page], async (r, call, cancellation) =>
        {
            var request = new ListDecisionFlagsRequest { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ListDecisionFlagsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Flags, "Every account above tier M with an open lead has a champion and an executor.", answer.NextPageToken, FlagColumns,
                f => [f.AccountNumber, f.AccountName, f is { NoChampion: true, NoExecutor: true } ? "a champion and an executor" : f.NoChampion ? "a champion" : "an executor", f.AccountId]));
        });
    }

    private static int? BasisPoints(ParseResult r, Option<string?> option)
    {
        if (r.GetValue(option) is not { } text)
        {
            return null;
        }

        return decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100 && decimal.IsInteger(percent * 100)
            ? (int)(percent * 100)
            : throw new DeskException($"{option.Name}: '{(text.Length > 60 ? text[..60] + "…" : text)}' is no share; write a percentage up to 100 with at most two decimals, as in 50 or 66.67.");
    }

    private static string ReadCsv(FileInfo file)
    {
        try
        {
            // UTF-8 has at most three bytes for each UTF-16 unit: what is longer is too long whatever it says.
            return file.Length <= 3L * WeightsCsv.LengthMax
                ? File.ReadAllText(file.FullName, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true))
                : throw new DeskException($"source: {file.Name} has {AttachmentCommands.Size(file.Length)}; at most 1 MiB is imported. Import the heaviest alone.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"source: {file.FullName} cannot be read: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new DeskException($"source: {file.Name} is no text in UTF-8; save it as UTF-8.", e);
        }
    }
}
