using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk registrations verify-chain</c>: hashes every link here, and believes no answer of the service.</summary>
internal static class ClaimChainCommand
{
    public static Command Make()
    {
        var (account, line) = (RegistrationCommands.Account(), RegistrationCommands.Line());
        var receipt = new Option<string?>("--receipt") { Description = "The hash that a claim answered: it must be among the links." };
        ChainFault? fault = null;
        return CallCommand.Make(
            RegistrationCommands.Service,
            "verify-chain",
            "Check who claimed a customer's product line and when: every claim is hashed together with the one before it, and this command hashes them again on this machine. Exit code 1 when a link does not follow.",
            [account, line, receipt],
            (r, c, o) => new RegistrationsService.RegistrationsServiceClient(c).ReadClaimsAsync(
                new() { AccountId = r.GetValue(account)!, Line = Words.Parse<ProductLine>(r.GetValue(line)), Receipt = r.GetValue(receipt) ?? "" }, o),
            (screen, answer) => Show(screen, answer),
            (r, answer) =>
            {
                fault = Verify(Guid.Parse(r.GetValue(account)!), Words.Parse<ProductLine>(r.GetValue(line)), answer, r.GetValue(receipt));
                var screen = new Screen(Console.Error);
                if (fault is null)
                {
                    screen.Done($"{answer.Links.Count} links, each follows from the one before{(r.GetValue(receipt) is null ? "" : ", and the receipt is among them")}. Hashed here.");
                    return 0;
                }

                screen.Warn($"Link {fault.Position} does not follow: {fault.Why}.");
                return 1;
            });
    }

    /// <summary>Hashes the links again.</summary>
    internal static ChainFault? Verify(Guid account, ProductLine line, ReadClaimsResponse answer, string? receipt) => ClaimChain.Verify(
        account, (Leads.ProductLine)line, [.. answer.Links.Select(l => new ChainLink(l.Position, l.At.ToDateTimeOffset(), l.Content, l.Previous, l.Hash))], receipt);

    private static void Show(Screen screen, ReadClaimsResponse answer) => Answer.Rows(
        screen, answer.Links, "Nobody has claimed it.", "", ["at", "who", "what", "link", "hash"],
        l => [$"{l.At.ToDateTimeOffset():d MMM yyyy HH:mm:ss.ffffff} UTC", l.WhoName, l.Result.Length > 0 ? $"{l.Kind}, {l.Result}" : l.Kind, $"{l.Position}", l.Hash]);
}
