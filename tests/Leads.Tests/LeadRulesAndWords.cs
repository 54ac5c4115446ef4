using CoretimeDesk.Leads.V1;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Leads.Tests;

public sealed class LeadRulesAndWords
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_that_cannot_follow_is_a_bug_and_says_so()
    {
        var claimed = new Lead.Claimed(Guid.NewGuid(), new(Guid.NewGuid(), "Ann"), Now);
        Assert.Throws<System.Diagnostics.UnreachableException>(() => Lead.Evolve(claimed, new LeadEvent.ClaimedBy(new(Guid.NewGuid(), "Bob"), Now)));
        Assert.Throws<System.Diagnostics.UnreachableException>(() => Lead.Evolve(null, new LeadEvent.ClaimedBy(new(Guid.NewGuid(), "Bob"), Now)));
    }

    [Fact]
    public void A_refused_claim_names_owner_and_date_and_no_terms()
    {
        var ann = new Owner(Guid.NewGuid(), "Ann");
        var refusal = LeadRules.Claim(new Lead.Claimed(Guid.NewGuid(), ann, Now), new(Guid.NewGuid(), "Bob"), Now.AddDays(1)).Refusal!;
        Assert.Equal("Ann owns this lead since 2 November 2026 09:30 UTC.", refusal.Message);
        Assert.Equal(["claimed_at", "owner_id", "owner_name"], refusal.Facts.Keys.Order());
    }

    /// <summary>The domain's enums and the wire's share their numbers; the translation relies on it.</summary>
    [Theory]
    [InlineData(typeof(Segment), "Segment")]
    [InlineData(typeof(SizeTier), "SizeTier")]
    [InlineData(typeof(LeadSource), "LeadSource")]
    [InlineData(typeof(KeyKind), "AccountKeyKind")]
    [InlineData(typeof(HowVerified), "HowVerified")]
    [InlineData(typeof(WeakReason), "WeakReason")]
    [InlineData(typeof(TargetSource), "TargetSource")]
    [InlineData(typeof(OptOutSource), "OptOutSource")]
    [InlineData(typeof(Side), "Side")]
    public void Domain_and_wire_count_alike(Type domain, string wire)
    {
        FileDescriptor[] files = [TypesReflection.Descriptor, AccountTypesReflection.Descriptor, ContactsReflection.Descriptor, MergingReflection.Descriptor];
        EnumDescriptor descriptor = files.SelectMany(f => f.EnumTypes).Single(e => e.Name == wire);
        var prefix = string.Concat(wire.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}")) + "_";
        var names = descriptor.Values.Where(v => v.Number != 0).ToDictionary(v => v.Number, v => v.Name[prefix.Length..].Replace("_", "", StringComparison.Ordinal));
        Assert.Equal(names, Enum.GetValues(domain).Cast<object>().ToDictionary(v => (int)v, v => v.ToString()!.ToUpperInvariant()));
    }
}
