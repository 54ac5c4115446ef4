using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Cadences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cadence_templates",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_templates", x => x.id);
                },
                comment: "Names of cadences, and which version is the latest.");

            migrationBuilder.CreateTable(
                name: "contact_days",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    by_cadence = table.Column<bool>(type: "boolean", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_days", x => x.id);
                    table.ForeignKey(
                        name: "fk_contact_days_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Days on which a contact was touched: at most one touch of a cadence on each.");

            migrationBuilder.CreateTable(
                name: "cadence_versions",
                schema: "leads",
                columns: table => new
                {
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    cool_down_days = table.Column<int>(type: "integer", nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_versions", x => new { x.template_id, x.number });
                    table.ForeignKey(
                        name: "fk_cadence_versions_cadence_templates_template_id",
                        column: x => x.template_id,
                        principalSchema: "leads",
                        principalTable: "cadence_templates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What a cadence says. A row never changes: enrolments keep the version they began with.");

            migrationBuilder.CreateTable(
                name: "cadence_enrolments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    start_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    slots = table.Column<string>(type: "jsonb", nullable: false),
                    touches = table.Column<int>(type: "integer", nullable: false),
                    next = table.Column<int>(type: "integer", nullable: false),
                    waiting = table.Column<bool>(type: "boolean", nullable: false),
                    last_made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    enrolled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrolled_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_enrolments", x => x.id);
                    table.CheckConstraint("cadence_enrolments_end", "(state = 4) = (cause is not null) and (state in (3, 4)) = (ended_at is not null)");
                    table.CheckConstraint("cadence_enrolments_next", "next_at is null or (state = 1 and not waiting)");
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_cadence_versions_template_id_template_nu~",
                        columns: x => new { x.template_id, x.template_number },
                        principalSchema: "leads",
                        principalTable: "cadence_versions",
                        principalColumns: new[] { "template_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Contacts on their way through a cadence. They belong to the account that their lead belongs to.");

            migrationBuilder.CreateTable(
                name: "cadence_touches",
                schema: "leads",
                columns: table => new
                {
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_touches", x => new { x.enrolment_id, x.slot });
                    table.ForeignKey(
                        name: "fk_cadence_touches_cadence_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "leads",
                        principalTable: "cadence_enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Touches that were begun. A sending is written here before it is made, and is never made a second time.");

            migrationBuilder.CreateTable(
                name: "tasks",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    slot = table.Column<int>(type: "integer", nullable: true),
                    channel = table.Column<short>(type: "smallint", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    snoozes = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                    table.CheckConstraint("tasks_closed", "(state = 1) = (closed_at is null)");
                    table.CheckConstraint("tasks_somebodys", "owner_id is not null or lead_id is not null");
                    table.ForeignKey(
                        name: "fk_tasks_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_cadence_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "leads",
                        principalTable: "cadence_enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What people are to do: touches of cadences, and what the chain asks for.");

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_by_contact",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "contact_id", "id" });

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_by_lead",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "lead_id", "id" });

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_due",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "next_at", "id" },
                filter: "next_at is not null");

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_one_open",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "contact_id", "template_id" },
                unique: true,
                filter: "state in (1, 2)");

            migrationBuilder.CreateIndex(
                name: "ix_cadence_enrolments_template_id_template_number",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "template_id", "template_number" });

            migrationBuilder.CreateIndex(
                name: "ix_cadence_templates_name",
                schema: "leads",
                table: "cadence_templates",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "cadence_touches_on_their_way",
                schema: "leads",
                table: "cadence_touches",
                columns: new[] { "begun_at", "enrolment_id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "contact_days_by_time",
                schema: "leads",
                table: "contact_days",
                columns: new[] { "contact_id", "at" });

            migrationBuilder.CreateIndex(
                name: "contact_days_one_planned",
                schema: "leads",
                table: "contact_days",
                columns: new[] { "contact_id", "day" },
                unique: true,
                filter: "by_cadence");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_contact_id",
                schema: "leads",
                table: "tasks",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_reference",
                schema: "leads",
                table: "tasks",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "tasks_by_account",
                schema: "leads",
                table: "tasks",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_due",
                schema: "leads",
                table: "tasks",
                columns: new[] { "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_enrolment",
                schema: "leads",
                table: "tasks",
                column: "enrolment_id",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_lead",
                schema: "leads",
                table: "tasks",
                columns: new[] { "lead_id", "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_owner",
                schema: "leads",
                table: "tasks",
                columns: new[] { "owner_id", "due_at", "id" },
                filter: "state = 1");
            migrationBuilder.Sql(MergedAccountGuard.On("tasks"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MergedAccountGuard.Off("tasks"));
            migrationBuilder.DropTable(
                name: "cadence_touches",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "contact_days",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "tasks",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_enrolments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_versions",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_templates",
                schema: "leads");
        }
    }
}
