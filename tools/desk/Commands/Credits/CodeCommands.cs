using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits providers</c> and <c>./desk credits codes</c></summary>
internal static class CodeCommands
{
    private static readonly string[] Columns = ["issued", "provider", "begins with", "opened", "revoked", "id"];

    public static Command Providers() => new("providers", "Who backs customers with codes: accelerators, funds, DAOs.") { Set() };

    public static Command Codes() => new("codes", "Providers' codes: each opens one grant.") { Issue(), List(), Revoke() };

    private static Command Set()
    {
        var (programme, provider) = (CreditsCall.Programme(), Provider());
        var budget = new Argument<string>("budget") { Description = "What its codes may award together: \"500 DOT\"." };
        return CreditsCall.Make("set", "Register a provider, or change its budget. Example: ./desk credits providers set P-000001 \"Base Camp\" \"500 DOT\"", [programme, provider, budget], async (r, call, cancellation) =>
        {
            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new SetProviderBudgetRequest { RequestId = SessionCommands.NewId(), ProgrammeId = known.ProgrammeId, Provider = r.GetValue(provider)!, Budget = CreditsCall.Planck("budget", r.GetValue(budget)!, known.Token) };
            var answer = await call.ProgrammesAsync(r, (c, o) => c.SetProviderBudgetAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"Codes of {request.Provider} may award {ProgrammeView.Money(known, request.Budget)} together in {known.Number}."));
        });
    }

    private static Command Issue()
    {
        var (programme, provider) = (CreditsCall.Programme(), Provider());
        var count = new Option<uint>("--count") { Description = "How many, 1 to 100.", DefaultValueFactory = _ => 1 };
        return CreditsCall.Make("issue", "Make codes for a provider. They are shown this once: the desk keeps digests only. Example: ./desk credits codes issue P-000001 \"Base Camp\" --count 5", [programme, provider, count], async (r, call, cancellation) =>
        {
            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var answer = await call.ProgrammesAsync(r, (c, o) => c.IssueCodesAsync(new() { ProgrammeId = known.ProgrammeId, Provider = r.GetValue(provider)!, Count = r.GetValue(count) }, o), cancellation);
            call.Show(r, answer, _ =>
            {
                // Codes alone on standard output, so that they can be piped to where they are needed.
                foreach (var code in answer.Codes)
                {
                    Console.WriteLine(code);
                }

                new Screen(Console.Error).Note($"{answer.Codes.Count} {(answer.Codes.Count == 1 ? "code" : "codes")} for {r.GetValue(provider)}. Nobody can show them again.");
            });
        });
    }

    private static Command List()
    {
        var programme = CreditsCall.Programme();
        var provider = new Option<string?>("--provider") { Description = "Only of this one." };
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("list", "List codes, newest first: how they begin, and what they opened.", [programme, provider, size, page], async (r, call, cancellation) =>
        {
            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var answer = await call.ProgrammesAsync(r, (c, o) => c.ListCodesAsync(new() { ProgrammeId = known.ProgrammeId, Provider = r.GetValue(provider) ?? "", PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Codes, "There is no code.", answer.NextPageToken, Columns, c => [Answer.Date(c.IssuedAt), c.Provider, $"{c.Prefix}…", c.UsedByGrant, Answer.Date(c.RevokedAt), c.CodeId]));
        });
    }

    private static Command Revoke()
    {
        var programme = CreditsCall.Programme();
        var code = new Option<string?>("--code") { Description = "This one, by the id that './desk credits codes list' shows." };
        var provider = new Option<string?>("--provider") { Description = "Every unused one of this provider." };
        var reason = CreditsCall.Reason("Why.");
        return CreditsCall.Make("revoke", "Void a code, or all unused ones of a provider after a leak. Grants that they opened stay.", [programme, code, provider, reason], async (r, call, cancellation) =>
        {
            if (r.GetValue(code) is null == r.GetValue(provider) is null)
            {
                throw new DeskException("Give --code for one, or --provider for all unused ones of a provider: one of the two.");
            }

            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new RevokeCodesRequest { RequestId = SessionCommands.NewId(), ProgrammeId = known.ProgrammeId, CodeId = r.GetValue(code) ?? "", FreezeProvider = r.GetValue(provider) ?? "", Reason = r.GetValue(reason)! };
            var answer = await call.ProgrammesAsync(r, (c, o) => c.RevokeCodesAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Revoked} {(answer.Revoked == 1 ? "code opens" : "codes open")} nothing any more."));
        });
    }

    private static Argument<string> Provider() => new("provider") { Description = "The provider's name, at most 100 characters." };
}
