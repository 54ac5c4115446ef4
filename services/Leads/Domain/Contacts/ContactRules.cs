namespace CoretimeDesk.Leads;

/// <summary>The rules of contacts.</summary>
public static class ContactRules
{
    /// <summary>The longest name or title, in UTF-16 units.</summary>
    public const int NameLengthMax = 200;

    /// <summary>The most e-mail addresses, and the most handles.</summary>
    public const int AddressesMax = 10;

    /// <summary>The longest reason of an opt-out.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>Enters a person. Somebody who opted out under one of these addresses stays opted out.</summary>
    /// <param name="id">A fresh id.</param>
    /// <param name="accountId">Where the person belongs.</param>
    /// <param name="details">As <see cref="ContactReading"/> gave them.</param>
    /// <param name="suppressed">An opt-out of one of the addresses, if there is one.</param>
    /// <param name="now">The instant of the command.</param>
    public static Decision<ContactEvent> Add(Guid id, Guid accountId, ContactDetails details, OptOut? suppressed, DateTimeOffset now) =>
        Decision<ContactEvent>.Emit([new ContactEvent.Added(id, accountId, details, now), .. Suppress(suppressed, now)]);

    /// <summary>Changes details. It cannot take an opt-out back, and an address of somebody who opted out brings the opt-out along.</summary>
    public static Decision<ContactEvent> Edit(ContactState contact, ContactDetails details, OptOut? suppressed, DateTimeOffset now)
    {
        if (contact.ForgottenAt is { } at)
        {
            return Forgotten(at);
        }

        var changed = Changed(contact.Details, details).ToList();
        return changed.Count == 0 ? Decision<ContactEvent>.Nothing
            : Decision<ContactEvent>.Emit([new ContactEvent.Edited(changed, details), .. contact.OptOut is null ? Suppress(suppressed, now) : []]);
    }

    /// <summary>Opts the person out. The first opt-out stands.</summary>
    public static Decision<ContactEvent> OptOut(ContactState contact, OptOut optOut) =>
        contact.ForgottenAt is { } at ? Forgotten(at)
        : contact.OptOut is not null ? Decision<ContactEvent>.Nothing
        : Decision<ContactEvent>.Emit(new ContactEvent.OptedOut(optOut));

    /// <summary>Deletes what is personal.</summary>
    public static Decision<ContactEvent> Forget(ContactState contact, DateTimeOffset now) => contact.ForgottenAt is not null
        ? Decision<ContactEvent>.Nothing
        : Decision<ContactEvent>.Emit(new ContactEvent.Forgotten(now));

    private static IEnumerable<ContactEvent> Suppress(OptOut? suppressed, DateTimeOffset now) =>
        suppressed is null ? [] : [new ContactEvent.OptedOut(suppressed with { At = now })];

    private static Refusal Forgotten(DateTimeOffset at) =>
        new(RefusalKind.Precondition, "CONTACT_FORGOTTEN", $"This person was forgotten on {at:d MMMM yyyy} at their request; nothing about them is left to change.");

    private static IEnumerable<string> Changed(ContactDetails from, ContactDetails to)
    {
        if (from.Name != to.Name)
        {
            yield return "name";
        }

        if (from.Title != to.Title)
        {
            yield return "title";
        }

        if (!from.Emails.SequenceEqual(to.Emails))
        {
            yield return "emails";
        }

        if (!from.Handles.SequenceEqual(to.Handles))
        {
            yield return "handles";
        }

        if (from.Language != to.Language)
        {
            yield return "language";
        }

        if (from.TimeZone != to.TimeZone)
        {
            yield return "time_zone";
        }

        if (from.Country != to.Country)
        {
            yield return "country";
        }
    }
}
