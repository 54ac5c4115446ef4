using System.Reflection;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Shows that the walk can fail: for each kind of harm to our surface, it complains.</summary>
public sealed class AWalkOverADoctoredSurface
{
    private static readonly Surface Ours = Official.Ours();
    private static readonly List<Reference> References = [.. Official.Referrers().SelectMany(Official.References)];

    [Fact]
    public void Misses_each_type_that_is_taken_away()
    {
        foreach (var type in References.Select(r => r.Type).Distinct())
        {
            AssertComplains(Ours.Doctored(type, _ => null), type);
        }
    }

    [Fact]
    public void Misses_each_member_that_is_taken_away()
    {
        var taken = 0;
        foreach (var (type, member) in ReferredMembers())
        {
            AssertComplains(Ours.Doctored(type.Name, t => t.Without(member)), type.Name);
            taken++;
        }

        Assert.True(taken > 100, $"only {taken} members were taken away");
    }

    [Fact]
    public void Misses_each_member_whose_result_changes()
    {
        foreach (var (type, member) in ReferredMembers())
        {
            var changed = member with { Text = arguments => member.Text(arguments).Replace(" Default ", " Default Object and ", StringComparison.Ordinal).Replace("field ", "field pinned ", StringComparison.Ordinal) };
            AssertComplains(Ours.Doctored(type.Name, t => t.With(member, changed)), type.Name);
        }
    }

    [Fact]
    public void Misses_each_member_that_becomes_internal()
    {
        foreach (var (type, member) in ReferredMembers())
        {
            AssertComplains(Ours.Doctored(type.Name, t => t.With(member, member with { Access = MethodAttributes.Assembly })), type.Name);
        }
    }

    [Fact]
    public void Notices_a_class_that_becomes_a_value_type_and_the_reverse()
    {
        foreach (var type in References.OfType<Reference.ToKind>().Select(r => r.Type).Distinct())
        {
            AssertComplains(Ours.Doctored(type, t => t with { IsValueType = !t.IsValueType }), type);
        }
    }

    [Fact]
    public void Notices_a_type_that_can_no_longer_be_seen() =>
        AssertComplains(Ours.Doctored("[Grpc.Core.Api]Grpc.Core.Status", t => t with { IsVisible = false }), "Grpc.Core.Status");

    [Fact]
    public void Notices_a_new_abstract_member_that_official_types_do_not_know()
    {
        foreach (var reference in References.Where(r => r is Reference.ToBase or Reference.ToInterface))
        {
            var extra = new DefinedMember(_ => "instance Default Void Surprise()", MethodAttributes.Public, IsVirtual: true, IsAbstract: true, IsFinal: false, "");
            AssertComplains(Ours.Doctored(reference.Type, t => t with { Members = t.Members.Add(extra) }), "Surprise");
        }
    }

    [Fact]
    public void Notices_an_override_that_finds_other_constraints_or_another_access()
    {
        const string binder = "[Grpc.Core.Api]Grpc.Core.ServiceBinderBase";
        foreach (var member in Ours.Find(binder)!.Members.Where(m => m.IsVirtual))
        {
            AssertComplains(Ours.Doctored(binder, t => t.With(member, member with { Constraints = "" })), "constraints");
            AssertComplains(Ours.Doctored(binder, t => t.With(member, member with { Access = MethodAttributes.Family })), "override is Public");
            AssertComplains(Ours.Doctored(binder, t => t.With(member, member with { IsFinal = true })), "nothing to override");
        }
    }

    private static void AssertComplains(Surface surface, string about) =>
        Assert.Contains(new Walk(surface).Over(References), complaint => complaint.Contains(about, StringComparison.Ordinal));

    private static IEnumerable<(DefinedType Type, DefinedMember Member)> ReferredMembers() =>
        from reference in References.OfType<Reference.ToMember>().Distinct()
        let type = Ours.Find(reference.Type)
        select (type, type.Members.Single(m => m.Text(type.OpenArguments) == reference.Member));
}
