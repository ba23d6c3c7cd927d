-- Two templates to start from, named after what FossaWork scraped: lists in a portal, kept by the portal's own id. The
-- address is a placeholder (`.example` exists nowhere); write your portal's with PUT /api/job-templates/{name}.
insert into job_template (name, description, kind, job) values
('work_orders', 'Work orders of a service portal, kept by their external id.', 'scrape', '{
  "start": ["https://portal.example/work-orders"],
  "headers": {},
  "items": {
    "select": "table.work-orders tr[data-id]",
    "key": ["external_id"],
    "fields": {
      "external_id": {"css": null, "attr": "data-id", "type": "text", "required": true, "regex": null, "decimal": "."},
      "title": {"css": "td.title", "attr": null, "type": "text", "required": true, "regex": null, "decimal": "."},
      "customer": {"css": "td.customer", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "status": {"css": "td.status", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "scheduled_for": {"css": "td.date", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "link": {"css": "a", "attr": "href", "type": "url", "required": false, "regex": null, "decimal": "."}
    }
  },
  "next": {"css": "a[rel=next]", "max_pages": 20},
  "min_items": 1,
  "removed_after_misses": 2,
  "auth": null,
  "timeout": null
}'),
('dispensers', 'Dispensers of a service portal, kept by their external id.', 'scrape', '{
  "start": ["https://portal.example/dispensers"],
  "headers": {},
  "items": {
    "select": "table.dispensers tr[data-id]",
    "key": ["external_id"],
    "fields": {
      "external_id": {"css": null, "attr": "data-id", "type": "text", "required": true, "regex": null, "decimal": "."},
      "number": {"css": "td.number", "attr": null, "type": "text", "required": true, "regex": null, "decimal": "."},
      "make": {"css": "td.make", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "model": {"css": "td.model", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "grades": {"css": "td.grades", "attr": null, "type": "text", "required": false, "regex": null, "decimal": "."},
      "link": {"css": "a", "attr": "href", "type": "url", "required": false, "regex": null, "decimal": "."}
    }
  },
  "next": {"css": "a[rel=next]", "max_pages": 20},
  "min_items": 1,
  "removed_after_misses": 2,
  "auth": null,
  "timeout": null
}');
