using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Duplicates and merging, under <c>./desk accounts</c>.</summary>
internal static class MergeCommands
{
    private static readonly string[] PairColumns = ["found", "score", "why", "older", "newer"];
    private static readonly string[] MergeColumns = ["merged", "number", "survivor", "absorbed", "by", "came over", "undone"];

    public static Command Duplicates()
    {
        var account = new Option<string?>("--account") { Description = "Only pairs with this account, by number or id." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("duplicates", "List pairs of accounts that may be one customer, most alike first.", [account, size, page], async (r, call, cancellation) =>
        {
            var request = new ListDuplicatesRequest
            {
                AccountId = r.GetValue(account) is { } of ? (await call.FindAsync(r, of, cancellation)).Account.AccountId : "",
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).ListDuplicatesAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Pairs, "No two accounts look like one customer.", answer.NextPageToken, PairColumns, p =>
                [Answer.Date(p.FoundAt), $"{p.Score}", AccountView.Reasons(p.Reasons), $"{p.First.Number} {p.First.Name}", $"{p.Second.Number} {p.Second.Name}"]));
        });
    }

    public static Command Dismiss()
    {
        var (first, second) = (LeadsCall.Account("first"), LeadsCall.Account("second"));
        var why = new Argument<string>("why") { Description = "How you know that they are two." };
        return LeadsCall.Make("dismiss-duplicate", "Say that two accounts are two customers.", [first, second, why], async (r, call, cancellation) =>
        {
            var request = new DismissDuplicateRequest
            {
                RequestId = SessionCommands.NewId(),
                FirstId = (await call.AccountAsync(r, first, cancellation)).AccountId,
                SecondId = (await call.AccountAsync(r, second, cancellation)).AccountId,
                Why = r.GetValue(why)!,
            };
            var answer = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).DismissDuplicateAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done("They are two. The pair comes back only for another reason."));
        });
    }

    public static Command Merge()
    {
        var (survivor, absorbed) = (LeadsCall.Account("survivor"), LeadsCall.Account("absorbed"));
        var preview = new Option<bool>("--preview") { Description = "Only show what would happen." };
        var take = new Option<string[]>("--take") { Description = "Another side's value than proposed, as in \"name=absorbed\"; repeat it." };
        var yes = new Option<bool>("--yes") { Description = "Merge without asking." };
        return LeadsCall.Make("merge", "Make one account of two: shows both, asks, then merges. It can be undone for 30 days.", [survivor, absorbed, preview, take, yes], async (r, call, cancellation) =>
        {
            var choices = (r.GetValue(take) ?? []).Select(Choice).ToList();

            // The account that was named, not the one it may be part of by now: that would be merging something else.
            var (one, other) = (await NamedAsync(r, call, survivor, cancellation), await NamedAsync(r, call, absorbed, cancellation));
            var shown = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).PreviewMergeAsync(new() { SurvivorId = one.AccountId, AbsorbedId = other.AccountId }, o), cancellation);
            if (r.GetValue(preview))
            {
                call.Show(r, shown, screen => Show(screen, shown, choices));
                return;
            }

            if (!r.GetValue(yes))
            {
                var screen = new Screen();
                if (call.IsJson(r) || !screen.CanAsk)
                {
                    throw new DeskException("Nobody can be asked here. Look with --preview, then merge with --yes.");
                }

                Show(screen, shown, choices);
                if (shown.Obstacles.Count > 0 || !screen.Ask($"Make {other.Number} {other.Name} part of {one.Number} {one.Name}?"))
                {
                    screen.Note("Nothing was changed.");
                    return;
                }
            }

            var request = new MergeRequest { RequestId = SessionCommands.NewId(), SurvivorId = one.AccountId, AbsorbedId = other.AccountId, Preview = shown.Preview, Choices = { choices } };
            var answer = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).MergeAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done($"{Answer.Date(answer.Merge.MergedAt)}: {answer.Merge.AbsorbedNumber} {answer.Merge.AbsorbedName} is part of {answer.Survivor.Number} {answer.Survivor.Name} ({answer.Merge.Number}).");
                screen.Note($"Until {Answer.Date(answer.Merge.UndoUntil)} it can be undone: ./desk accounts undo-merge {answer.Merge.Number}");
            });
        });
    }

    public static Command Undo()
    {
        var merge = new Argument<string>("merge") { Description = "The merge's number (M-2026-000003) or id." };
        return LeadsCall.Make("undo-merge", "Make two accounts of one again, within 30 days.", [merge], async (r, call, cancellation) =>
        {
            var text = r.GetValue(merge)!;
            var request = Guid.TryParse(text, out _)
                ? new UndoMergeRequest { RequestId = SessionCommands.NewId(), MergeId = text }
                : new UndoMergeRequest { RequestId = SessionCommands.NewId(), Number = text };
            var answer = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).UndoMergeAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done($"{Answer.Date(answer.Merge.UndoneAt)}: {answer.Restored.Number} {answer.Restored.Name} and {answer.Survivor.Number} {answer.Survivor.Name} are two again.");
                foreach (var note in answer.ChangedSince)
                {
                    screen.Warn(note);
                }
            });
        });
    }

    public static Command Merges()
    {
        var account = new Option<string?>("--account") { Description = "Only merges of this account, by id." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("merges", "List merges, newest first.", [account, size, page], async (r, call, cancellation) =>
        {
            var request = new ListMergesRequest { AccountId = r.GetValue(account) ?? "", PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => new MergingService.MergingServiceClient(c).ListMergesAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Merges, "Nothing was merged.", answer.NextPageToken, MergeColumns, m =>
            [
                Answer.Date(m.MergedAt), m.Number, $"{m.SurvivorNumber} {m.SurvivorName}", $"{m.AbsorbedNumber} {m.AbsorbedName}", m.MergedBy,
                string.Join(", ", m.Moves.Select(v => $"{v.Count} {v.What}")), Answer.Date(m.UndoneAt),
            ]));
        });
    }

    private static async Task<Account> NamedAsync(ParseResult r, LeadsCall call, Argument<string> argument, CancellationToken cancellation)
    {
        var found = await call.FindAsync(r, r.GetValue(argument)!, cancellation);
        return found.MergedNumber.Length == 0 ? found.Account : throw new DeskException($"{found.MergedNumber} is part of {found.Account.Number} {found.Account.Name} already. Name that one.");
    }

    private static void Show(Screen screen, PreviewMergeResponse shown, List<FieldChoice> choices)
    {
        screen.Line($"Since {Answer.Date(shown.Survivor.CreatedAt)}: {shown.Survivor.Number} {shown.Survivor.Name} survives.");
        screen.Line($"Since {Answer.Date(shown.Absorbed.CreatedAt)}: {shown.Absorbed.Number} {shown.Absorbed.Name} becomes part of it. Together they are known since {Answer.Date(shown.CreatedAt)}.");
        if (shown.Fields.Count > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("field", "survivor", "absorbed", "taken from", "because");
            foreach (var field in shown.Fields)
            {
                var chosen = choices.FirstOrDefault(c => c.Field == field.Field);
                table.AddRow([.. new[] { field.Field, field.Survivor, field.Absorbed, Answer.Word(chosen?.Side ?? field.Proposed), chosen is null ? field.Because : "chosen" }.Select(Markup.Escape)]);
            }

            screen.Table(table);
        }

        foreach (var move in shown.Moves)
        {
            screen.Line($"{move.Count} {move.What} come over: {string.Join("; ", move.Items)}{(move.Count > move.Items.Count ? "; …" : "")}");
        }

        foreach (var obstacle in shown.Obstacles)
        {
            screen.Warn(obstacle);
        }
    }

    private static FieldChoice Choice(string text) => text.Split('=') switch
    {
        [var field, "survivor"] => new() { Field = field, Side = Side.Survivor },
        [var field, "absorbed"] => new() { Field = field, Side = Side.Absorbed },
        _ => throw new DeskException($"--take: '{text}' chooses no side; write \"name=absorbed\" or \"name=survivor\"."),
    };
}
