using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>Asking for grants, under <c>./desk credits</c>, and looking at them.</summary>
internal static class GrantCommands
{
    private const string Example = "./desk credits {0} P-000001 A-2026-000017 --tier launch --rail B --para 2000 --founded 2025-01-31 --test-chain \"paseo 4000\"";

    public static Command Preview()
    {
        var (programme, account, ask) = (CreditsCall.Programme(), LeadsCall.Account(), new GrantAskOptions());
        return CreditsCall.Make("preview", $"What every rule would say to a grant, and what it would set aside. Nothing is stored. Example: {Example.Replace("{0}", "preview", StringComparison.Ordinal)}", [programme, account, .. ask.Symbols], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new PreviewGrantRequest { ProgrammeId = of.ProgrammeId, Ask = ask.Read(r, of.Token), LeadId = ask.Lead(r), AccountId = await call.AccountIdAsync(r, r.GetValue(account)!, cancellation) };
            var answer = await call.GrantsAsync(r, (c, o) => c.PreviewGrantAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                if (answer.Banner.Length > 0)
                {
                    screen.Warn(answer.Banner);
                }

                screen.Line(answer.Eligible
                    ? $"Eligible. It would set aside {ProgrammeView.Money(of, answer.Value)} until {Answer.Date(answer.ExpiresAt)}, and needs the yes of {(answer.ApprovalsNeeded == 1 ? "one person" : $"{answer.ApprovalsNeeded} people")}."
                    : "Not eligible:");
                foreach (var reason in answer.Reasons)
                {
                    screen.Line($"  {reason}");
                }

                GrantView.Tranches(screen, answer.Tranches, of.Token);
                GrantView.Findings(screen, answer.Findings);
                if (answer.CorePeriodPrice.Length > 0)
                {
                    screen.Note($"Priced at {ProgrammeView.Money(of, answer.CorePeriodPrice)} for a core-period, block {answer.PriceBlockNumber}.");
                }
            });
        });
    }

    public static Command Request()
    {
        var (programme, account, ask) = (CreditsCall.Programme(), LeadsCall.Account(), new GrantAskOptions());
        return CreditsCall.Make("request", $"Ask for a grant. Nothing is set aside before people agree. Example: {Example.Replace("{0}", "request", StringComparison.Ordinal)}", [programme, account, .. ask.Symbols], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new RequestGrantRequest
            {
                RequestId = SessionCommands.NewId(), ProgrammeId = of.ProgrammeId, Ask = ask.Read(r, of.Token), LeadId = ask.Lead(r), AccountId = await call.AccountIdAsync(r, r.GetValue(account)!, cancellation),
            };
            var answer = await call.GrantsAsync(r, (c, o) => c.RequestGrantAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(GrantView.Sentence(answer.Grant)));
        });
    }

    public static Command Show()
    {
        var grant = CreditsCall.Grant();
        return CreditsCall.Make("show", "Show a grant: tranches, who agreed, what every rule said, what was paid and in which block.", [grant], async (r, call, cancellation) =>
        {
            var answer = await call.GrantAsync(r, grant, cancellation);
            call.Show(r, answer, screen => GrantView.Whole(screen, answer));
        });
    }

    public static Command List()
    {
        var programme = new Option<string?>("--programme") { Description = "Only of this programme, by number, name or id." };
        var account = new Option<string?>("--account") { Description = "Only this account's, by number or id." };
        var state = Words.Option<GrantState>("--state", "Only in this state.");
        var mine = new Option<bool>("--mine") { Description = "Only what I asked for." };
        var decide = new Option<bool>("--to-decide") { Description = "Only what waits for my decision." };
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("list", "List grants, newest first. Example: ./desk credits list --to-decide", [programme, account, state, mine, decide, size, page], async (r, call, cancellation) =>
        {
            var request = new ListGrantsRequest
            {
                ProgrammeId = r.GetValue(programme) is { } named ? (await call.ProgrammeAsync(r, named, cancellation)).Programme.ProgrammeId : "",
                AccountId = r.GetValue(account) is { } text ? await call.AccountIdAsync(r, text, cancellation) : "",
                State = Words.Parse<GrantState>(r.GetValue(state)),
                Mine = r.GetValue(mine),
                ToDecide = r.GetValue(decide),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.GrantsAsync(r, (c, o) => c.ListGrantsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Grants, "No grant matches.", answer.NextPageToken, GrantView.Columns, GrantView.Row));
        });
    }
}
