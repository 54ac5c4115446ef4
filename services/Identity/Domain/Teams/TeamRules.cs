namespace CoretimeDesk.Identity.Domain;

/// <summary>Teams and who leads them.</summary>
public static class TeamRules
{
    /// <summary>May this person lead a team? Null: yes.</summary>
    public static Refusal? WhyNotLead(PersonState person)
    {
        var why = person.Disabled ? "is disabled" : !person.Roles.Contains(Role.TeamLead) ? $"does not hold the role {Role.TeamLead.ToName()}" : null;
        return why is null
            ? null
            : new(RefusalKind.Precondition, "CANNOT_LEAD", $"The person {why}.") { Facts = new Dictionary<string, string> { ["person_id"] = person.Id.ToString() } };
    }
}
