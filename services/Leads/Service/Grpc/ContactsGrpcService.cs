using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class ContactsGrpcService(ContactDesk contacts) : ContactsService.ContactsServiceBase
{
    private static readonly string[] All = ["name", "title", "emails", "handles", "language", "time_zone", "country"];

    public override async Task<AddContactResponse> AddContact(AddContactRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account).Present("details", request.Details);
        var read = Read(check, request.Details ?? new(), All.ToHashSet());
        check.ThrowIfAny();
        return (await contacts.AddAsync(context.ToCommand(request, request.RequestId), account, read(ContactDetails.None), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetContactResponse> GetContact(GetContactRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("contact_id", request.ContactId, out var id).ThrowIfAny();
        return (await contacts.GetAsync(id, context.CancellationToken)).OrThrow();
    }

    public override Task<ListContactsResponse> ListContacts(ListContactsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("account_id", request.AccountId, out var account).OptionalText("address", request.Address, StrongKey.TextMax);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return contacts.ListAsync(page, account, request.Address.Trim(), context.CancellationToken);
    }

    public override async Task<EditContactResponse> EditContact(EditContactRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("contact_id", request.ContactId, out var id).Present("details", request.Details)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, "is negative; give the version that was on the screen, or 0.");
        var edit = Read(check, request.Details ?? new(), Masks.Read(check, request.UpdateMask, All));
        check.ThrowIfAny();
        return (await contacts.EditAsync(context.ToCommand(request, request.RequestId), id, edit, request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<OptOutResponse> OptOut(OptOutRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("contact_id", request.ContactId, out var id).KnownEnum("source", request.Source).Text("reason", request.Reason, ContactRules.ReasonLengthMax).ThrowIfAny();
        return (await contacts.OptOutAsync(context.ToCommand(request, request.RequestId), id, (OptOutSource)request.Source, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ForgetContactResponse> ForgetContact(ForgetContactRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("contact_id", request.ContactId, out var id).ThrowIfAny();
        return (await contacts.ForgetAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    private static Func<ContactDetails, ContactDetails> Read(Check check, V1.ContactDetails given, IReadOnlySet<string> fields)
    {
        var (language, zone, country) = ("", "", "");
        if (fields.Contains("name"))
        {
            check.Text("details.name", given.Name, ContactRules.NameLengthMax);
        }

        check.OptionalText("details.title", given.Title, ContactRules.NameLengthMax)
            .Count("details.emails", given.Emails.Count, 0, ContactRules.AddressesMax)
            .Count("details.handles", given.Handles.Count, 0, ContactRules.AddressesMax);
        var emails = given.Emails.Select((text, i) => (Problem: ContactReading.TryReadEmail(text, out var email), email, i)).ToList();
        var handles = given.Handles.Select((text, i) => (Problem: ContactReading.TryReadHandle(text, out var handle), handle, i)).ToList();
        Note("language", ContactReading.TryReadLanguage(given.Language, out language));
        Note("time_zone", ContactReading.TryReadTimeZone(given.TimeZone, out zone));
        Note("country", ContactReading.TryReadCountry(given.Country, out country));
        emails.ForEach(e => Note($"emails[{e.i}]", e.Problem));
        handles.ForEach(h => Note($"handles[{h.i}]", h.Problem));
        return details => new(
            fields.Contains("name") ? given.Name.Trim() : details.Name,
            fields.Contains("title") ? given.Title.Trim() : details.Title,
            fields.Contains("emails") ? [.. emails.Select(e => e.email).Distinct()] : details.Emails,
            fields.Contains("handles") ? [.. handles.Select(h => h.handle).Distinct()] : details.Handles,
            fields.Contains("language") ? language : details.Language,
            fields.Contains("time_zone") ? zone : details.TimeZone,
            fields.Contains("country") ? country : details.Country);

        void Note(string field, string? problem) => check.Satisfies($"details.{field}", problem is null, problem ?? "");
    }
}
